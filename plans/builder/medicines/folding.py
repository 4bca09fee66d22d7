"""What stands on the page: one line a danger, and nothing under a stop that the stop would end.

Three foldings, in this order (medications-2, 3.3): a dose to be confirmed, danger groups, under a stop.
A folded row keeps its facts, sources and effects; it is one click away, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plans.builder.medicines.facts import Facts
from plans.builder.medicines.findings import Finding
from plans.builder.medicines.listing import MedicineList, tokens_of, with_doses_unknown, without_drugs
from plans.builder.medicines.rulebook import AFTER_RULES

TYPING_ERROR = "dose-absurd"
DO_NOT_STOP = "text:do-not-stop-suddenly"
MILD = ("caution", "information")
FOLDED_EFFECTS = ("change", "add", "advise")
STOPPING = ("contraindicated", "serious")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the row that is shown and those under it, in order."""

    rows: tuple[Finding, ...]
    folded: tuple[Finding, ...] = ()  # under a stop

    @property
    def first(self) -> Finding:
        return self.rows[0]

    @property
    def rank(self) -> int:
        return min(row.rank for row in self.rows)

    @property
    def also(self) -> tuple[Finding, ...]:
        return (*self.rows[1:], *self.folded)

    @property
    def place(self) -> tuple[int, int]:
        """By severity, then by the earliest place of a row of that severity."""
        rank = self.rank
        return rank, min(row.place for row in self.rows if row.rank == rank)


def fold(findings: Iterable[Finding], facts: Facts) -> tuple[Line, ...]:
    """The lines of the page in their order. Rows that an override keeps quiet are left out before."""
    findings = list(findings)
    waiting, rest = _dose_to_be_confirmed(findings, facts)
    lines = sorted([*waiting, *_danger_groups(rest, facts)], key=lambda line: line.place)
    return _under_a_stop(lines, facts)


def _dose_to_be_confirmed(findings: list[Finding], facts: Facts) -> tuple[list[Line], list[Finding]]:
    """Rows that would not apply with the doubtful doses unknown stand under the question about them."""
    asked = next((finding for finding in findings if finding.id == TYPING_ERROR), None)
    if asked is None or facts.listed is None:
        return [], findings
    drugs = frozenset(facts.get("absurd_doses"))
    open_facts = _other_list(facts, with_doses_unknown(facts.listed, drugs, facts.book), drugs)
    own = [finding for finding in findings if finding.group == asked.group]
    waiting = [
        finding for finding in findings if finding not in own and finding.applies(open_facts) is not True
    ]
    under = sorted(waiting, key=lambda finding: (finding.rank, finding.place))
    rows = (asked, *(finding for finding in own if finding is not asked), *under)
    return [Line(rows)], [finding for finding in findings if finding not in rows]


def _other_list(facts: Facts, listed: MedicineList, drugs: frozenset[str]) -> Facts:
    """The facts with a list that differs in ``drugs``."""
    touched = (
        [] if facts.listed is None else [i for i in facts.listed.entries if not drugs.isdisjoint(i.drugs)]
    )
    return facts.with_list(listed, tokens_of(touched))


def _danger_groups(findings: list[Finding], facts: Facts) -> list[Line]:
    """One line a danger group: the most severe row first, of equals the first in the group's order."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.group or f"alone {finding.id}", []).append(finding)
    return [
        Line(tuple(sorted(rows, key=lambda row: (row.rank, _place_in_group(row, facts)))))
        for rows in groups.values()
    ]


def _place_in_group(finding: Finding, facts: Facts) -> int:
    """Its place in the group's own order; alerts of medications-3 after the rows of medications-2."""
    order = facts.book.dangers.get(finding.group or "", ())
    return order.index(finding.id) - AFTER_RULES if finding.id in order else finding.place


def _under_a_stop(lines: list[Line], facts: Facts) -> tuple[Line, ...]:
    """Mild lines that would be gone with a stopped medicine stand under the line that stops it."""
    stops = [(line, drugs) for line in lines if (drugs := stopped_drugs(line.first, facts))]
    if not stops or facts.listed is None:
        return tuple(lines)
    without = [
        (line, _other_list(facts, without_drugs(facts.listed, drugs, facts.book), drugs))
        for line, drugs in stops
    ]
    under: dict[int, list[Line]] = {}
    for line in lines:
        for stop, other in without if _may_fold(line) else ():
            if all(row.applies(other) is False for row in line.rows):
                under.setdefault(id(stop), []).append(line)
                break
    gone = {id(line) for found in under.values() for line in found}
    return tuple(
        Line(line.rows, _in_order(under.get(id(line), []))) for line in lines if id(line) not in gone
    )


def _may_fold(line: Line) -> bool:
    return all(row.severity in MILD and row.effect in FOLDED_EFFECTS for row in line.rows)


def _in_order(lines: list[Line]) -> tuple[Finding, ...]:
    """Folded rows in page order, but "do not stop suddenly" before all others."""
    rows = [row for line in lines for row in line.rows]
    return tuple(sorted(rows, key=lambda row: row.target != DO_NOT_STOP))


def stopped_drugs(finding: Finding, facts: Facts) -> frozenset[str]:
    """Medicines on the list that a stop names; none when the row stops nothing by name."""
    if finding.severity not in STOPPING or finding.effect != "stop" or facts.listed is None:
        return frozenset()
    kind, _, word = finding.target.partition(":")
    if kind == "drug":
        return facts.listed.having((f"drug:{word}",))
    if kind == "drug-class":
        return _drugs_of_class(word, facts, facts.listed)
    if kind == "allergy":
        return frozenset(_allergy_drugs(finding, facts))
    return frozenset()


def _drugs_of_class(word: str, facts: Facts, listed: MedicineList) -> frozenset[str]:
    if word == "opioid-er":
        return frozenset(
            drug for item in listed.active if item.long_acting for drug in _opioids(item.drugs, listed)
        )
    classes = facts.book.numbers["targets"].get(word, (word,))
    return listed.having(f"class:{name}" for name in classes)


def _opioids(drugs: Iterable[str], listed: MedicineList) -> Iterable[str]:
    opioids = listed.having(("class:opioid",))
    return (drug for drug in drugs if drug in opioids)


def _allergy_drugs(finding: Finding, facts: Facts) -> tuple[str, ...]:
    """The drugs the allergy row matched."""
    lists = [name.removesuffix("_count") for name in finding.facts if name.startswith("allergy_")]
    if not lists:
        lists = ["sulfonamide_names"]
    return tuple(drug for name in lists for drug in facts.get(name) or ())
