"""Options of the ladder: what may be proposed, folded, kept off, checked first (medications-1, 2.3 and 2.4).

Never an order: every option is text that ends as a question for the prescriber.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from plans.builder.judge import because, judge
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.findings import Unknown
from plans.builder.medicines.listed_facts import effects_asked
from plans.builder.medicines.rulebook import Ready
from plans.builder.medicines.texts import fill
from plans.builder.medicines.trials import Trial, try_all
from plans.builder.plan import KeptOff, LeftOut, Option
from plans.knowledge.medicine_rows import OptionRow

PART = "medication"
NO_TARGET = "none"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The options part with what could not be judged."""

    options: tuple[Option, ...]
    kept_off: tuple[LeftOut, ...]
    kept_off_details: tuple[KeptOff, ...]
    unknown: tuple[Unknown, ...]


def propose(
    facts: Facts,
    fired: Collection[str],
    unknown: Collection[str],
    precautions: Collection[str],
    declined: Collection[str] = (),
) -> Proposed:
    """Judge every option row. ``fired`` and ``unknown`` are the safety rows as the list stands."""
    trials = try_all(facts, fired, unknown)
    known = option_facts(facts, trials, precautions)
    rows: list[Ready] = []
    not_judged: list[Unknown] = []
    for ready in known.rulebook.options:
        missing = judge(ready.conditions, known)
        if missing == ():
            rows.append(ready)
        elif missing:
            not_judged.append(Unknown(ready.id, "information", missing, False))
    options = [_option(same, known, trials) for same in _by_target(rows)]
    options = [replace(option, declined=_declined(option, declined)) for option in options]
    blocked = [trial for trial in trials if trial.blocked]
    return Proposed(
        options=tuple(_folded(options, facts.book.options)),
        kept_off=tuple(_left_out(trial, facts) for trial in blocked),
        kept_off_details=tuple(_kept_off(trial) for trial in blocked),
        unknown=tuple(not_judged),
    )


def option_facts(facts: Facts, trials: Iterable[Trial], precautions: Collection[str]) -> Facts:
    """Facts as option rows read them: effects are missing when not asked (2.3)."""
    listed = facts.listed
    blocked = (
        None if listed is None else frozenset(trial.proposal.class_id for trial in trials if trial.blocked)
    )
    asked = None if listed is None else effects_asked(facts, listed, ("class:gabapentinoid",))
    leg = _radicular(facts, precautions)
    return facts.given(
        {"classes_blocked": blocked, "gabapentinoid_effects": asked, "radicular_leg_pain": leg}
    )


def _radicular(facts: Facts, precautions: Collection[str]) -> bool | None:
    """The precaution of the exercise part; missing while the fields it is made from leave it open."""
    if "radicular-leg-pain" in precautions:
        return True
    intake = facts.intake
    signs = (intake.flexibility.slr_reproduces_leg_pain, intake.pain.neuro_signs)
    if intake.pain.leg_pain is None:
        return None if any(sign is None or sign for sign in signs) else False
    return None if intake.pain.leg_pain == "below_knee" and None in signs else False


def _by_target(rows: Iterable[Ready]) -> list[list[OptionRow]]:
    """Rows with the same target are one entry: the text of the lowest rank, the ids of all (rule 5b)."""
    found: dict[str, list[OptionRow]] = {}
    for ready in rows:
        row: OptionRow = ready.row
        found.setdefault(row.id if row.target == NO_TARGET else row.target, []).append(row)
    return list(found.values())


def _option(rows: list[OptionRow], facts: Facts, trials: Iterable[Trial]) -> Option:
    first = rows[0]
    trial = next((trial for trial in trials if _is_about(first, trial)), None)
    return Option(
        id=first.id,
        cautions=trial.cautions if trial else (),
        message=fill(first.clinician, facts),
        also=tuple(row.id for row in rows[1:]),
        check_first=trial.check_first if trial else (),
        because=because([term for row in rows for term in row.when], facts),
        sources=tuple(dict.fromkeys(source for row in rows for source in row.sources)),
        target=first.target,
        caution_texts=trial.texts(trial.cautions) if trial else (),
        alert=next((row.alert for row in rows if row.alert), ""),
    )


def _is_about(row: OptionRow, trial: Trial) -> bool:
    return row.target in (f"drug:{trial.proposal.drug}", f"drug-class:{trial.proposal.class_id}")


def _declined(option: Option, declined: Collection[str]) -> bool:
    return not {option.id, *option.also}.isdisjoint(declined)


def _folded(options: list[Option], rows: Mapping[str, OptionRow]) -> Iterable[Option]:
    """One new medicine at a time, and none while something taken now is to be reviewed (rule 4)."""
    review = any(_any(option, rows, "is_review") for option in options)
    new = [option for option in options if rows[option.id].is_new_medicine and not option.declined]
    always = next((option for option in new if _any(option, rows, "stays_open")), None)
    first = None if review else next(iter(new), None)
    shown = always or first
    for option in options:
        folded = rows[option.id].is_new_medicine and option is not shown
        yield replace(option, folded=folded)


def _any(option: Option, rows: Mapping[str, OptionRow], name: str) -> bool:
    """Whether one of an entry's rows has a property."""
    return any(getattr(rows[key], name) for key in (option.id, *option.also))


def _left_out(trial: Trial, facts: Facts) -> LeftOut:
    words = facts.book.words["options"]["not_suitable" if trial.not_suitable else "not_first_choice"]
    return LeftOut(PART, trial.proposal.drug, f"{words}: {', '.join(trial.reasons)}")


def _kept_off(trial: Trial) -> KeptOff:
    return KeptOff(
        class_id=trial.proposal.class_id,
        drug=trial.proposal.drug,
        first_choice_only=not trial.not_suitable,
        rules=trial.reasons,
        texts=trial.texts(trial.reasons),
    )
