"""How long a plan takes: medians over the worked patients, and how the cost grows with medicines.

Run: ``python benchmarks/build_plan.py``. The goal is under 5 ms for a full intake, and a cost that grows
no faster than the list: the last column divides the time per medicine by that of the shortest list.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from plans.builder.build import build_plan
from plans.builder.plan import to_json
from plans.intake.intake import Intake, MedicationEntry
from plans.knowledge.loader import load
from tests.support import intake_from, read_cases

GOAL_MS = 5.0
ROUNDS = 50
LISTS = (10, 20, 40, 80)


def median_ms(call: Callable[[], object]) -> float:
    call()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def with_medicines(intake: Intake, how_many: int) -> Intake:
    """The intake with ``how_many`` different medicines of the formulary."""
    drugs = sorted(load().medicines.drugs)
    step = len(drugs) // how_many
    entries = (
        MedicationEntry(key=drug, drug=drug, dose_mg=10, times_per_day=1) for drug in drugs[::step][:how_many]
    )
    return replace(intake, medications=tuple(entries))


def main() -> int:
    knowledge = load()
    cases = {case["id"]: intake_from(case["intake"]) for case in read_cases("whole-patients.json")}

    def build(intake: Intake) -> object:
        return build_plan(intake, knowledge, intake.assessed_on)

    worst = 0.0
    print(f"{'patient':<10}{'build ms':>10}{'of goal':>10}{'to JSON ms':>12}")
    for id, intake in cases.items():
        plan = build_plan(intake, knowledge, intake.assessed_on)
        took, written = median_ms(lambda i=intake: build(i)), median_ms(lambda p=plan: to_json(p))
        worst = max(worst, took)
        print(f"{id:<10}{took:>10.2f}{took / GOAL_MS:>10.2f}{written:>12.2f}")
    print(f"\n{'medicines':<10}{'build ms':>10}{'each ms':>10}{'ratio':>10}")
    base = 0.0
    for how_many in LISTS:
        intake = with_medicines(cases["X8"], how_many)
        took = median_ms(lambda i=intake: build(i))
        base = base or took / how_many
        print(f"{how_many:<10}{took:>10.2f}{took / how_many:>10.3f}{took / how_many / base:>10.2f}")
    print(f"\nSlowest worked patient: {worst:.2f} ms of {GOAL_MS:.0f} ms.")
    return 0 if worst < GOAL_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
