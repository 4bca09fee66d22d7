"""The clinician copy: facts used, rules with sources and strength, alerts, what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plans.builder.content.case import BLOCKED, Case
from plans.builder.content.doing import progress_block
from plans.builder.content.voice import Voice, number
from plans.builder.plan import Because, HabitStart
from plans.content import Block, ClinicianSheet, Fact, Reason, SourceLine

SEPARATOR = "; "


def clinician_sheet(
    case: Case, voice: Voice, version_line: str, born: str, signed: tuple[str, ...]
) -> ClinicianSheet:
    words = case.knowledge.wording.clinician
    return ClinicianSheet(
        labels={key: voice.dialled(text) for key, text in words.items()},
        title=words["title"],
        facts=_facts(case),
        alerts=tuple(_alert(case, alert) for alert in case.plan.medication.alerts),
        blocks=tuple(block for block in _blocks(case, voice) if block.rows or block.lines),
        teach_back=voice.each(_teach_back(case)),
        sources=tuple(_source(case, key) for key in sorted(_cited(case))),
        review_note=words["review_note"],
        version_line=version_line,
        born=born,
        signed=signed,
    )


def _because(items: Sequence[Because]) -> str:
    return SEPARATOR.join(
        f"{item.field} = {_value(item.value)}{f' {item.unit}' if item.unit else ''}" for item in items
    )


def _value(value: Any) -> str:
    if value is None:
        return "not recorded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_value(item) for item in value) or "none"
    return str(value)


def _every(value: Any) -> Iterator[Any]:
    """Every dataclass value in the plan that carries ``because`` or ``sources``."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _every(item)
    elif hasattr(value, "items") and callable(value.items):
        for item in value.values():
            yield from _every(item)
    elif hasattr(value, "__dataclass_fields__"):
        yield value
        for name in value.__dataclass_fields__:
            yield from _every(getattr(value, name))


def _facts(case: Case) -> tuple[Fact, ...]:
    found: dict[str, str] = {}
    for value in _every(case.plan):
        for item in getattr(value, "because", ()):
            found.setdefault(item.field, f"{_value(item.value)}{f' {item.unit}' if item.unit else ''}")
    return tuple(Fact(name, found[name]) for name in sorted(found))


def _cited(case: Case) -> set[str]:
    found: set[str] = set()
    for value in _every(case.plan):
        for key in getattr(value, "sources", ()) or ():
            if isinstance(key, str) and key in case.knowledge.sources:
                found.add(case.knowledge.sources[key].id)
    return found


def _source(case: Case, key: str) -> SourceLine:
    row = case.knowledge.sources[key]
    year = f", {row.year}" if row.year else ""
    return SourceLine(row.id, f"{row.title}{year}. {row.strength}")


def _sources(keys: Iterable[str]) -> str:
    return ", ".join(keys)


def _alert(case: Case, alert: Any) -> Reason:
    also = f" Also: {', '.join(alert.also)}." if alert.also else ""
    mark = alert.severity if alert.open else f"{alert.severity}, decided"
    return Reason(
        alert.rule,
        f"{alert.message}{also}",
        _because(alert.because),
        _sources(alert.sources),
        _awaits(case, alert.rule),
        mark,
    )


def _awaits(case: Case, key: str) -> bool:
    """Whether the row behind an id has no reviewer. A rule of no row of its own counts as not reviewed."""
    for rows in (
        case.knowledge.medicines.rules,
        case.knowledge.medicines.alerts,
        case.knowledge.medicines.options,
        case.knowledge.medicines.combination,
        case.knowledge.self_care.modules,
        case.knowledge.self_care.day.rules,
        case.knowledge.movement.exercises,
    ):
        if key in rows:
            return not rows[key].reviewed_by
    return True


def _blocks(case: Case, voice: Voice) -> Iterator[Block]:
    words = case.knowledge.wording.clinician
    yield from _first_blocks(case)
    yield progress_block(case)
    yield Block(words["not_judged"], lines=_not_judged(case))
    yield Block(words["scores"], lines=_scores(case))
    yield Block(words["exercises"], _exercises(case, voice))
    yield Block(
        words["self_care"], tuple(_habit(case, start, voice) for start in case.plan.self_care.modules)
    )
    yield from _medicine_blocks(case)
    yield from _last_blocks(case, voice)


def _first_blocks(case: Case) -> Iterator[Block]:
    """What must be settled, what was decided, and the screen."""
    plan, words = case.plan, case.knowledge.wording.clinician
    gates = [f"{who}: {gate}" for who in ("therapist", "prescriber") for gate in getattr(plan.signing, who)]
    yield Block(words["gates"], lines=tuple(gates))
    decided = (Reason(d.line, f"{d.action}{_given(d.value)}", d.reason) for d in case.decisions)
    yield Block(words["decisions"], tuple(decided))
    findings = (
        Reason(f.rule, f.message, _because(f.because), _sources(f.sources), True, f.action)
        for f in plan.red_flags.findings
    )
    yield Block(words["red_flags"], tuple(findings), _screen(case))
    flags = (
        Reason(flag.id, flag.message, _because(flag.because), _sources(flag.sources), True)
        for flag in plan.physical_therapy.flag_details
    )
    yield Block(words["flags"], tuple(flags))


def _habit(case: Case, start: HabitStart, voice: Voice) -> Reason:
    module = case.knowledge.self_care.modules[start.id]
    text = f"{voice.of(module.name)}: {start.points} points, week {start.starts_week}. {module.rationale}"
    return Reason(start.id, text, _because(start.because), _sources(start.sources), _awaits(case, start.id))


def _last_blocks(case: Case, voice: Voice) -> Iterator[Block]:
    """The timetable's notes, what was left out, the calendar, what is to be asked."""
    plan, words = case.plan, case.knowledge.wording.clinician
    notes = (Reason(n.rule, n.text, awaiting_review=_awaits(case, n.rule)) for n in plan.schedule.notes)
    yield Block(words["timetable"], tuple(notes))
    left_out = (
        Reason(item.id, item.reason, f"{words['missing']}: {', '.join(item.needs)}" if item.needs else "")
        for item in plan.left_out or plan.physical_therapy.left_out
    )
    yield Block(words["left_out"], tuple(left_out))
    dates = (f"Week {e.week}, {voice.full(e.date)}, {e.who}: {'; '.join(e.what)}" for e in plan.calendar)
    yield Block(words["calendar"], lines=tuple(dates))
    yield Block(words["asks"], lines=tuple(f"{ask.path}: {ask.message}" for ask in plan.asks))


def _given(value: Any) -> str:
    return f" {', '.join(f'{key}: {_value(item)}' for key, item in value.items())}" if value else ""


def _screen(case: Case) -> tuple[str, ...]:
    words, flags = case.knowledge.wording.clinician, case.plan.red_flags
    if not flags.screened:
        return (words["not_screened"],)
    return (*flags.notes, *(() if flags.findings else (words["screened_none"],)))


def _not_judged(case: Case) -> tuple[str, ...]:
    """Each path that is missing, with the rules that wait for it; folded rows are only counted."""
    by_path: dict[str, list[str]] = {}
    folded = 0
    for item in case.plan.not_judged:
        folded += item.folded
        for path in () if item.folded else item.needs or (item.reason or "",):
            by_path.setdefault(path, []).append(item.id)
    lines = [f"{path or 'other'} ({', '.join(dict.fromkeys(ids))})" for path, ids in by_path.items()]
    more = [case.knowledge.wording.clinician["folded"].format(n=folded)] if folded else []
    return (SEPARATOR.join(lines), *more) if lines else tuple(more)


def _scores(case: Case) -> tuple[str, ...]:
    plan, lines = case.plan, []
    scores = plan.scores
    plain = {
        "PEG": scores.peg,
        "PSFS": scores.psfs,
        "RMDQ": scores.rmdq,
        "ODI %": scores.odi_percent,
        "TSK-11": scores.tsk11,
        "PCS": scores.pcs,
    }
    said = [f"{name} {number(value)}" for name, value in plain.items() if value is not None]
    if scores.phq2 and scores.phq2.total is not None:
        said.append(f"PHQ-2 {scores.phq2.total}")
    if scores.start_back and scores.start_back.group:
        said.append(f"STarT Back {scores.start_back.group}")
    lines.append(", ".join(said))
    for name, deficit in plan.deficits.items():
        items = ", ".join(f"{item} {_value(value)}" for item, value in deficit.items.items())
        lines.append(f"{name}: {deficit.severity or 'not judged'}{f' ({items})' if items else ''}")
    if plan.precautions:
        lines.append(f"precautions: {', '.join(plan.precautions)}")
    if plan.irritability:
        lines.append(f"irritability: {plan.irritability}")
    return tuple(line for line in lines if line)


def _exercises(case: Case, voice: Voice) -> tuple[Reason, ...]:
    part = case.plan.physical_therapy
    return tuple(
        Reason(
            e.rule,
            f"{case.exercise_name(e.id, voice)} ({e.id}): {e.dose}; patient: {e.patient_dose or 'none'}; "
            f"for {e.need}",
            _because(e.because),
            _sources(e.sources),
            _awaits(case, e.id),
        )
        for e in (*part.exercises, *part.extras)
    )


def _medicine_blocks(case: Case) -> Iterator[Block]:
    plan, words, book = case.plan, case.knowledge.wording.clinician, case.knowledge.medicines
    yield Block(
        words["medicines"],
        lines=tuple(
            f"{m.name}{f', {number(m.mg_per_day)} mg a day' if m.mg_per_day else ''}"
            f"{' (upper bound)' if m.upper_bound else ''}{'' if m.checked else ', ' + words['not_checked']}"
            f"{'' if m.active else ', not taken now'}"
            for m in plan.medication.current
        ),
    )
    yield Block(
        words["combination"],
        tuple(
            Reason(
                key,
                book.combination[key].change,
                "",
                _sources(book.combination[key].sources),
                _awaits(case, key),
            )
            for key in plan.combination
            if key in book.combination
        ),
    )
    yield Block(
        words["options"],
        tuple(
            Reason(
                option.id,
                f"{option.message}{_cautions(option.cautions)}",
                _because(option.because),
                _sources(option.sources),
                _awaits(case, option.id),
            )
            for option in plan.medication.options
        ),
    )
    yield Block(words["kidney"], lines=_kidney(case))


def _cautions(cautions: tuple[str, ...]) -> str:
    return f" Brings: {', '.join(cautions)}." if cautions else ""


def _kidney(case: Case) -> tuple[str, ...]:
    renal, mme, lines = case.plan.medication.renal, case.plan.medication.mme, []
    if renal.crcl_ml_min is not None:
        lines.append(
            f"creatinine clearance {number(round(renal.crcl_ml_min, 1))} mL/min ({renal.weight_used})"
        )
    if renal.egfr_ml_min is not None:
        lines.append(f"eGFR {number(round(renal.egfr_ml_min, 1))} mL/min/1.73 m²")
    if mme.items or mme.not_judged:
        at_least = "at least " if mme.at_least else ""
        total = f"opioid total {at_least}{number(mme.total or 0)} MME a day"
        lines.append(mme.meter or total)
    return tuple(lines)


def _teach_back(case: Case) -> tuple[str, ...]:
    words = case.knowledge.wording.clinician
    if case.plan.status == BLOCKED:
        return tuple(words[f"teach_referral_{n}"] for n in (1, 2, 3))
    found = [words["teach_1"], words["teach_2"], words["teach_3"]]
    regular = case.entries("medicine")
    if regular:
        name = next((m.name for m in case.medicines if m.key == case.medicine_key(regular[0])), "")
        found[2] = words["teach_medicine"].format(name=name) if name else found[2]
    return tuple(found)
