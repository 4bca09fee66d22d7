"""How it goes since the first plan, and what is new in this one (self-care.md 3.3; joins.md 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plans.builder.content.case import Case
from plans.builder.content.doses import exercise_dose
from plans.builder.content.voice import Voice, number
from plans.builder.self_care.baselines import LOWER
from plans.content import Block, Doing, DoingTable, News, PainChart, Reason
from plans.intake.fields import FIELD_BY_PATH

MEASURES = ("nprs_average", "peg", "psfs", "rmdq")
SHEETS = (8, 12)  # weeks the axis of the chart may have
MOST_LINES = 7
JUDGED = ("JRN-10", "JRN-11", "JRN-12", "JRN-20", "JRN-21", "JRN-22", "JRN-23", "JRN-25")

NEW_BASELINE = "J-14"
TOO_BIG, SMALLER = "JRN-12", "PRG-3"  # "we make it smaller" is said only where the plan does

Change = Mapping[str, Any]


def doing(case: Case, voice: Voice) -> Doing | None:
    """None at a first visit, and where there is neither progress nor anything new."""
    progress = case.plan.progress
    if progress is None:
        return None
    found = Doing(
        lines=tuple(_lines(progress, case, voice)),
        news=_news(case, voice),
        chart=_chart(progress, voice),
        weeks=_weeks(progress, voice),
        measures=_measures(progress, voice),
    )
    return found if found != Doing() else None


def _lines(progress: Mapping[str, Any], case: Case, voice: Voice) -> Iterator[str]:
    """Days kept, pain, what it means in the words of the journal's rules, and what this plan does."""
    pain, rows = progress["pain"], progress["weeks"]
    judged = [row for row in rows if row["week"] >= 1 and row["judged"]]
    if judged:
        done = sum(min(row["days_done"], row["days_planned"]) for row in judged)
        yield voice.say("doing.days", done=done, planned=sum(row["days_planned"] for row in judged))
    if pain["before"] is not None and pain["now"] is not None:
        yield voice.say("doing.pain", before=_points(pain["before"]), now=_points(pain["now"]))
    verdicts, following = case.knowledge.self_care.journal.verdicts, progress["next_version"]
    made_smaller = following is not None and following["rule"] == SMALLER
    for id in progress["journal_rules"]:
        if id in JUDGED and verdicts[id].page and (id != TOO_BIG or made_smaller):
            yield voice.of(verdicts[id].page)
    if any(row["class"] == LOWER for row in progress["baselines"]):
        yield voice.say("doing.lower")
    if following is not None:
        yield voice.say(f"doing.next.{following['verdict']}")


def _points(value: float) -> str:
    """One decimal; rounded only to be shown."""
    return number(round(value + 1e-9, 1))


def _chart(progress: Mapping[str, Any], voice: Voice) -> PainChart | None:
    """The start and every week with enough evenings; a line needs two points."""
    pain = progress["pain"]
    weeks = [(row["week"], row["pain"]) for row in progress["weeks"] if row["pain"] is not None]
    start = pain["before"] if pain["from_intake"] else None
    points = ([(0, start)] if start is not None else []) + [(week, mean) for week, mean in weeks]
    if len(points) < 2:
        return None
    last = points[-1][0]
    long = max(last, next((sheet for sheet in SHEETS if last <= sheet), last))
    return PainChart(
        alt=voice.say("doing.chart.alt", last=last),
        axis=voice.say("doing.chart.axis"),
        start=voice.say("doing.chart.start"),
        real_words=voice.say("doing.chart.real"),
        seen_words=voice.say("doing.chart.seen"),
        points=tuple(dict(points).items()),
        weeks=long,
        real=pain["meaningful_at"],
        seen=pain["seen_band"] if last >= SHEETS[0] else None,
    )


def _weeks(progress: Mapping[str, Any], voice: Voice) -> DoingTable | None:
    rows = tuple(
        (
            voice.say("doing.chart.start") if row["week"] == 0 else str(row["week"]),
            _points(row["pain"]) if row["pain"] is not None else voice.say("doing.too_few"),
            voice.say("doing.of", n=row["evenings"], all=7),
            _days(row, voice) if row["week"] else "",
        )
        for row in progress["weeks"]
    )
    if not rows:
        return None
    return DoingTable(voice.say("doing.weeks_caption"), voice.several("doing.weeks_head"), rows)


def _days(row: Mapping[str, Any], voice: Voice) -> str:
    """Days done of those that were planned; more than planned is told as it is (JRN-4)."""
    done, planned = row["days_done"], row["days_planned"]
    if not row["judged"]:
        return voice.say("doing.too_few")
    return voice.say("doing.more" if done > planned else "doing.of", n=done, all=planned)


def _measures(progress: Mapping[str, Any], voice: Voice) -> DoingTable | None:
    """Pain and function as the patient answered, by the change that matters; only what was asked twice."""
    found = ((name, progress["instruments"].get(name)) for name in MEASURES)
    rows = tuple(
        (
            voice.say(f"doing.measure.{name}"),
            number(row["first"]),
            number(row["now"]),
            voice.say(f"doing.class.{row['class']}"),
        )
        for name, row in found
        if row is not None and row["class"] is not None
    )
    if not rows:
        return None
    return DoingTable(voice.say("doing.measures_caption"), voice.several("doing.measures_head"), rows)


def _news(case: Case, voice: Voice) -> tuple[News, ...]:
    groups = (
        ("new.moves", _of_exercises(case, voice)),
        ("new.care", _of_the_day(case, voice)),
    )
    found = ((voice.say(key), _few(lines, voice)) for key, lines in groups)
    return tuple(News(head, lines) for head, lines in found if lines)


def _few(lines: Iterable[str], voice: Voice) -> tuple[str, ...]:
    """A list stays short enough to read (HL-07)."""
    found = tuple(dict.fromkeys(lines))
    return found if len(found) <= MOST_LINES else (*found[: MOST_LINES - 1], voice.say("new.more"))


def _changes(case: Case, part: str) -> list[Change]:
    return [change for change in case.plan.changes or () if change["part"] == part]


def _of_exercises(case: Case, voice: Voice) -> Iterator[str]:
    """New ones first, then other doses, then what is gone; what a decision says stands on page 1."""
    decided = {decision.target for decision in case.decisions if decision.kind == "exercise"}
    changes = [change for change in _changes(case, "exercise") if change["id"] not in decided]
    replaced = {change["instead_of"] for change in changes if "instead_of" in change}
    planned = {e.id: e for e in (*case.plan.physical_therapy.exercises, *case.plan.physical_therapy.extras)}
    for change in changes:
        name = case.exercise_name(change["id"], voice)
        if change["change"] == "added" and "instead_of" in change:
            other = case.exercise_name(change["instead_of"], voice)
            yield voice.say("new.instead", name=name, other=other)
        elif change["change"] == "added":
            yield voice.say("new.added", name=name)
    for change in changes:
        parts = planned[change["id"]].patient_dose_parts if change["id"] in planned else None
        if change["change"] == "changed" and parts is not None:
            name = case.exercise_name(change["id"], voice)
            yield voice.say("new.dose", name=name, dose=exercise_dose(parts, voice))
    known = case.knowledge.movement.exercises
    for change in changes:
        gone = change["change"] == "removed" and change["id"] not in replaced and change["id"] in known
        if gone:
            yield voice.say("new.gone", name=case.exercise_name(change["id"], voice))


def _of_the_day(case: Case, voice: Voice) -> Iterator[str]:
    modules = case.knowledge.self_care.modules
    for change in _changes(case, "module"):
        if change["id"] not in modules:
            continue
        name = voice.of(modules[change["id"]].name)
        if change["change"] == "removed":
            yield voice.say("new.gone", name=name)
        elif change["id"] in case.running:
            yield voice.say("new.habit", name=name)
    if _changes(case, "medicine"):
        yield voice.say("new.medicines")
    if _changes(case, "entry"):
        yield voice.say("new.times")


def progress_block(case: Case) -> Block:
    """The same for the clinician's copy: what this plan does, by which rule, and each instrument's change."""
    words, progress = case.knowledge.wording.clinician, case.plan.progress
    if progress is None:
        return Block(words["progress"])
    following = progress["next_version"]
    verdict = [Reason(following["rule"], words[f"progress_{following['verdict']}"])] if following else []
    acts = [Reason(act["rule"], act["text"], awaiting_review=True) for act in progress["acts"]]
    again = [_measured_again(row, words) for row in progress["baselines"]]
    return Block(words["progress"], (*verdict, *acts, *again), tuple(_told_measures(progress, words)))


def _measured_again(row: Mapping[str, Any], words: Mapping[str, str]) -> Reason:
    """What a new tolerance does to its numbers (J-14)."""
    values = {"before": _shown(row["before"]), "now": _shown(row["now"]), "text": row["text"]}
    asked = FIELD_BY_PATH[row["path"]]
    text = words["progress_tolerance"].format(name=asked.label, unit=asked.unit, **values)
    return Reason(NEW_BASELINE, text, awaiting_review=True)


def _told_measures(progress: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    kept, pain = progress["adherence"]["days"], progress["pain"]
    if kept is not None:
        yield words["progress_days"].format(percent=round(kept))
    if pain["before"] is not None and pain["now"] is not None:
        yield words["progress_pain"].format(before=_points(pain["before"]), now=_points(pain["now"]))
    for name, row in progress["instruments"].items():
        missing = words["not_judged_word"]
        values = {key: _shown(row.get(key)) for key in ("first", "last", "now")}
        limits = {"better": _shown(row.get("improved_at")), "worse": _shown(row.get("worse_at"))}
        change = row["class"] or missing
        yield words["progress_measure"].format(name=name, change=change, **values, **limits)


def _shown(value: Any) -> str:
    return "-" if value is None else value if isinstance(value, str) else number(value)
