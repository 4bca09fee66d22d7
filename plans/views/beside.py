"""What follows from an answer, to stand beside it: score, band, change, or severity with its reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from plans.actions.intake import Preview
from plans.intake.asking import age_on
from plans.intake.fields import FIELD_BY_PATH
from plans.intake.intake import Intake
from plans.knowledge.loader import load
from plans.knowledge.movement.deficits import Item, Part
from plans.knowledge.movement.instruments import Instrument, StartBackRow
from plans.views.why import condition_label, fact_label, rule_of, sources_of

Answers = Mapping[str, Any]
NO_DEFICIT = "none"
AEROBIC = "aerobic"
TONES = {"urgent": "stop", "refer": "serious", "parallel": "caution"}


@dataclass(frozen=True, slots=True)
class Beside:
    """One result. ``result`` is the value, ``grade`` its band or severity; empty when it is not judged."""

    path: str
    label: str
    result: str
    grade: str = ""
    reference: str = ""
    matters: str = ""  # the change that matters
    change: str = ""  # improved, worse, unchanged
    change_words: str = ""
    sources: tuple[str, ...] = ()
    tone: str = ""  # stop, serious, caution: how a red flag is marked

    @property
    def column(self) -> str:
        return FIELD_BY_PATH[self.path].column

    @property
    def source_words(self) -> str:
        return "; ".join(
            f"{row.title} ({row.year})" if row.year else row.title for row in sources_of(self.sources)
        )


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of deficits with its measured items. ``note``: how its severity came about."""

    name: str
    severity: str | None
    rows: tuple[Beside, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything beside an intake: scores by instrument, deficits by domain."""

    scores: tuple[Beside, ...] = ()
    domains: tuple[Domain, ...] = ()
    judged: tuple[Beside, ...] = ()  # red flags, precautions, irritability

    @property
    def by_column(self) -> dict[str, list[Beside]]:
        """The results by the question they stand beside."""
        found: dict[str, list[Beside]] = {}
        for row in (*self.judged, *self.scores, *(row for domain in self.domains for row in domain.rows)):
            found.setdefault(row.column, []).append(row)
        return found


def beside(preview: Preview, answers: Answers) -> Found:
    """What follows from ``answers``, whose preview was made; empty as long as no plan can be built."""
    if preview.plan is None or preview.intake is None:
        return Found()
    wrong = {fault.path.partition("[")[0] for fault in preview.faults}
    answers = {path: value for path, value in answers.items() if path not in wrong}
    person = person_words(preview.intake)
    missing = {row.id: row for row in preview.plan.not_judged if not row.folded}
    domains = []
    for name, items in load().movement.deficits.items.items():
        deficit = preview.plan.deficits.get(name)
        rows = [row for item in items for row in item_rows(item, deficit, missing, answers, person)]
        severity = deficit.severity if deficit else None
        domains.append(Domain(name, severity, tuple(rows), note_on(deficit)))
    return Found(tuple(score_rows(preview, answers)), tuple(domains), tuple(judged_answers(preview, answers)))


def note_on(deficit: Any) -> str:
    """Points are summed, and a domain of which too little was measured has its overall grade."""
    if deficit is None or deficit.severity is None:
        return ""
    points = [grade for grade in deficit.items.values() if isinstance(grade, int)]
    if any(fact.field.endswith(".overall") for fact in deficit.because):
        return _("By the overall grade.")
    if points:
        return _("%(sum)s points from %(known)s items.") % {"sum": sum(points), "known": len(points)}
    return ""


def judged_answers(preview: Preview, answers: Answers) -> Iterator[Beside]:
    """What the red flags ask for, which precautions hold, and how irritable the back is."""
    plan = preview.plan
    assert plan is not None  # noqa: S101
    actions = {"urgent": _("Urgent, same day"), "refer": _("Refer first"), "parallel": _("In parallel")}
    for finding in plan.red_flags.findings:
        row = Beside("red_flags", _("Red flags"), actions[finding.action], finding.rule, finding.message)
        yield replace(row, sources=finding.sources, tone=TONES[finding.action])
    if plan.precautions:
        names = ", ".join(condition_label(id_) for id_ in plan.precautions)
        yield Beside("conditions", _("Precautions"), _("Precautions"), reference=names)
    if plan.irritability and answers.get("pain.settle_minutes") is not None:
        label, sources = _("Irritability"), load().movement.precautions.irritability.sources
        yield Beside("pain.settle_minutes", label, label, plan.irritability, sources=sources)


# --- instruments ----------------------------------------------------------------------------------


def score_rows(preview: Preview, answers: Answers) -> Iterator[Beside]:
    """Every instrument with an answer, in the order of the intake's questions."""
    instruments = load().movement.instruments
    rows: dict[str, Instrument | StartBackRow] = {**instruments.rows, "start_back": instruments.start_back}
    order = {path: at for at, path in enumerate(FIELD_BY_PATH)}
    for name, row in sorted(rows.items(), key=lambda pair: order[pair[1].path]):
        if answers.get(row.path) is not None:
            yield with_change(score_row(name, row, preview, answers), preview.changes.get(name))


def score_row(name: str, row: Instrument | StartBackRow, preview: Preview, answers: Answers) -> Beside:
    value, grade = value_of(name, preview, answers)
    if value is None and not grade:
        return Beside(
            row.path, row.label, _("not scored"), reference=row.missing or row.algorithm, sources=row.sources
        )
    return Beside(
        row.path,
        row.label,
        _("no total") if value is None else f"{value:.1f}" if isinstance(value, float) else str(value),
        grade,
        row.bands_text,
        row.mic_text,
        sources=row.sources,
    )


def value_of(name: str, preview: Preview, answers: Answers) -> tuple[Any, str]:
    """The score and its band; the band alone where the answers give no total."""
    assert preview.plan is not None  # noqa: S101
    scores = preview.plan.scores
    if name == "start_back":
        return scores.start_back.total, scores.start_back.group or ""
    if name == "phq2":
        words = {True: _("positive"), False: _("negative"), None: ""}
        return scores.phq2.total, words[scores.phq2.positive]
    if hasattr(scores, name):
        return getattr(scores, name), scores.bands.get(name) or ""
    value = answers.get(load().movement.instruments[name].path)
    return (value if isinstance(value, (int, float)) else None), scores.bands.get(name) or ""


def with_change(row: Beside, change: Mapping[str, Any] | None) -> Beside:
    """With how it has changed since the first visit; nothing at a first visit or where one is missing."""
    if change is None or change["class"] is None:
        return row
    words = _("%(first)s at the first visit") % {"first": shown(change["first"])}
    if change["percent"] is not None:
        words += f", {change['percent']:+g} %"
    return replace(row, change=change["class"], change_words=words)


# --- deficits -------------------------------------------------------------------------------------


def item_rows(
    item: Item, deficit: Any, missing: Mapping[str, Any], answers: Answers, person: str
) -> Iterator[Beside]:
    """The parts of one item that were measured, judged or not."""
    details = (deficit.details if deficit else {}).get(item.id)
    judged = {shown_part["name"]: shown_part for shown_part in details["parts"]} if details else {}
    for part in item.parts:
        path = path_of(part, judged.get(part.name), answers)
        if path is None and part.name not in judged:
            continue
        path = path or part.paths[0]  # worked out from another answer, as the walk is from its tries
        label = fact_label(path)
        if part.name in judged:
            yield judged_row(item, part, judged[part.name], path, person)
        elif (row := missing.get(f"{item.domain}:{item.id}")) is not None:
            yield Beside(path, label, _("not judged"), reference=why_not(row))
        elif deficit and item.domain == AEROBIC:
            words = _("what counts instead: %(what)s") % {"what": ", ".join(counted(deficit))}
            yield Beside(path, label, _("recorded, does not count"), reference=words)


def why_not(row: Any) -> str:
    """What would let an item be judged; where nothing would, the answer or rule that stands against it."""
    if row.needs:
        return _("needs: %(what)s") % {"what": ", ".join(fact_label(need) for need in row.needs)}
    reason = row.reason or ""
    if reason in FIELD_BY_PATH:
        return _("because of the answer to: %(question)s") % {"question": fact_label(reason)}
    rule = rule_of(reason)
    return f"{reason}: {rule.words}" if rule and rule.words else reason


def counted(deficit: Any) -> list[str]:
    """The measures that judge aerobic fitness: performance tests first, else one of the others (5.5)."""
    items = load().movement.deficits.items[AEROBIC]
    return [fact_label(item.paths[0]) for item in items if item.id in deficit.items]


def path_of(part: Part, judged: Mapping[str, Any] | None, answers: Answers) -> str | None:
    """The question whose answer counts: of two sides the worse one."""
    known = [path for path in part.paths if answers.get(path) is not None]
    if judged is not None:
        return next((path for path in known if answers[path] == judged["value"]), known[0] if known else None)
    return known[0] if known else None


def judged_row(item: Item, part: Part, judged: Mapping[str, Any], path: str, person: str) -> Beside:
    grade = judged["grade"]
    words = _("%(n)s points") % {"n": grade} if isinstance(grade, int) else str(grade)
    words = _("no deficit") if words == NO_DEFICIT else words
    return Beside(
        path,
        fact_label(path),
        with_unit(judged["value"], judged["unit"]),
        words,
        reference_words(part, judged, person),
        change_words=_("the worse side counts") if part.worse and len(part.paths) > 1 else "",
        sources=item.sources,
    )


def reference_words(part: Part, judged: Mapping[str, Any], person: str) -> str:
    """What the value is held against, for whom, and how much of it was reached."""
    reference = with_unit(judged["reference"], judged["unit"])
    for_whom = f" ({person})" if person and (part.by_sex or part.by_age or part.also_needs) else ""
    if part.references or part.measure == "six_minute_walk":
        words = _("reference %(value)s%(whom)s") % {"value": reference, "whom": for_whom}
        if judged.get("percent") is not None:
            words += _("; %(percent)s %% of it") % {"percent": shown(judged["percent"])}
        if judged.get("age_used") is not None:
            words += _("; equation used at age %(age)s") % {"age": judged["age_used"]}
        return words
    return _("no deficit: %(value)s%(whom)s") % {"value": reference, "whom": for_whom}


def person_words(intake: Intake) -> str:
    """Whom a norm is for, such as ``female, 44 years``; empty when neither sex nor age is known."""
    sex, born = intake.patient.sex_at_birth, intake.patient.birth_date
    age = _("%(n)s years") % {"n": age_on(born, intake.assessed_on)} if born and intake.assessed_on else ""
    words = {"male": _("male"), "female": _("female")}
    return ", ".join(part for part in (words.get(sex or "", ""), age) if part)


def with_unit(value: Any, unit: str) -> str:
    """A grade and a word need no unit; ``60 or more`` has it at its end in brackets."""
    text = shown(value)
    if not unit or unit == "grade" or text == "none":
        return text
    return f"{text} {unit}" if isinstance(value, (int, float)) else f"{text} ({unit})"


def shown(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value).replace("_", " ")
