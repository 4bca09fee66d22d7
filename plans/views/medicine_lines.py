"""The rows of the medicine list, and what a typed line was read as, as the page shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from plans.actions.intake import Preview, parse_answers
from plans.forms.medicines import Entry, days_words, entry_name, entry_words
from plans.intake.fields import FIELD_BY_PATH
from plans.intake.medication_list import plain_name
from plans.intake.sig import Asked, SigReading, read_sig
from plans.intake.values import as_date
from plans.intake.vocabulary import Vocabulary
from plans.knowledge.loader import load
from plans.models import Draft
from plans.views.patients import clinic_words

LIST = "medications"
MOST_ENTRIES = (FIELD_BY_PATH[LIST].length or (0, 0))[1]
# Not part of what a line says: the key is given, and days are counted from the day of the assessment.
BESIDE_THE_LINE = frozenset({"key", "entered_as", "started_on", "stopped_on", "stop_planned_on"})
WORD_QUESTION = "word"
OTHER_ENTRY = re.compile(rf"{LIST}\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list as it is shown. ``known`` is false for a name that is not in the formulary.

    ``open`` are questions about its typed line that nobody has answered; ``only_words`` when all of them
    are about words that were not understood.
    """

    at: int
    name: str
    how: str
    days: str
    known: bool
    lacks_strength: bool
    stopped: bool
    entry: Entry
    faults: tuple[str, ...]
    asks: tuple[str, ...]
    open: tuple[str, ...]
    only_words: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the typed line; ``unread`` was not understood."""

    text: str
    unread: bool


def entries_of(draft: Draft) -> list[Entry]:
    """The list as typed so far; entries that are no objects are left to the parser's words."""
    return list(draft.answers.get(LIST) or [])


def lines_of(draft: Draft, words: Vocabulary) -> list[Line]:
    """The list with what the parser says of each entry."""
    entries = entries_of(draft)
    parsed = parse_answers(draft.answers, complete=False)
    keys = {
        entry.key: at for at, entry in enumerate((parsed.intake.medications if parsed.intake else None) or ())
    }
    names = [entry_name(entry, words) for entry in entries]

    def said(found: tuple[Any, ...], at: int) -> tuple[str, ...]:
        paths = (f"{LIST}[{at}]", *(f"{LIST}[{key}]" for key, place in keys.items() if place == at))
        about = (item for item in found if item.path.startswith(paths) and not item.path.endswith("].drug"))
        own = f"{entry_name({**entries[at], 'entered_as': None}, words)}: "
        return tuple(_with_names(item.message, names).removeprefix(own) for item in about)

    return [
        _line(at, entry, words, said(parsed.faults, at), said(parsed.asks, at), _day_of(draft))
        for at, entry in enumerate(entries)
    ]


def _line(
    at: int, entry: Entry, words: Vocabulary, faults: tuple[str, ...], asks: tuple[str, ...], day: date
) -> Line:
    still_open = _open_questions(entry, day)
    return Line(
        at=at,
        name=entry_name(entry, words),
        how=entry_words(entry),
        days=days_words(entry),
        known=is_known(entry, words),
        lacks_strength=lacks_strength(entry, words),
        stopped=bool(entry.get("stopped_on")),
        entry=entry,
        faults=faults,
        asks=tuple(ask for ask in asks if ask not in {question.text for question in still_open}),
        open=tuple(question.text for question in still_open),
        only_words=bool(still_open) and {question.id for question in still_open} == {WORD_QUESTION},
    )


def _with_names(message: str, names: list[str]) -> str:
    """Other entries by their names: a place in the JSON says nothing on the page."""
    return OTHER_ENTRY.sub(lambda found: names[int(found[1])], message)


def _open_questions(entry: Entry, day: date) -> list[Asked]:
    """What is still asked about the typed line. Once the entry was changed by its fields, nothing is."""
    typed = entry.get("entered_as")
    if not isinstance(typed, str) or not typed:
        return []
    reading = read_sig(typed, load().sig_words, day)
    if _told(reading.entry) != _told(entry):
        return []
    questions = load().sig_words.questions
    return [
        asked
        for asked in reading.asked
        if asked.id not in questions or not questions[asked.id].settled_by_saving
    ]


def _told(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in BESIDE_THE_LINE}


def without_unread(draft: Draft, entry: Entry) -> Entry:
    """The entry whose typed line has lost the words that were not understood."""
    typed = str(entry.get("entered_as") or "")
    for start, end in reversed(read_sig(typed, load().sig_words, _day_of(draft)).unread):
        typed = typed[:start] + typed[end:]
    return {**entry, "entered_as": " ".join(typed.split())}


def is_known(entry: Entry, words: Vocabulary) -> bool:
    """Whether the formulary has it, so that its dangers can be checked."""
    drug = str(entry.get("drug") or "").strip().lower()
    return (
        bool(entry.get("product"))
        or drug in words.drugs
        or drug in words.drug_names
        or drug in words.product_names
    )


def lacks_strength(entry: Entry, words: Vocabulary) -> bool:
    """Whether it is a product whose strength was not said: of it all is checked but the amounts."""
    return plain_name(str(entry.get("drug") or "")) in words.strengths_open


def read_line(draft: Draft, typed: str) -> SigReading:
    """What one typed line says on the day of the assessment, beside the list as it is."""
    reading = read_sig(typed, load().sig_words, _day_of(draft))
    entries = entries_of(draft)
    if len(entries) >= MOST_ENTRIES:
        full = _("The list is full: at most %(n)s medicines.") % {"n": MOST_ENTRIES}
        return replace(reading, refused=(*reading.refused, full))
    if any(_without_key(entry) == dict(reading.entry) for entry in entries):
        return replace(reading, refused=(*reading.refused, _("It is on the list just so: enter it once.")))
    twice = [entry for entry in entries if _same_medicine(entry, reading.entry)]
    if twice:
        name = entry_name(twice[0], clinic_words())
        both = _("%(name)s is on the list already: both will count.") % {"name": name}
        return replace(reading, shown=(*reading.shown, both))
    return reading


def _without_key(entry: Entry) -> Entry:
    return {key: value for key, value in entry.items() if key != "key"}


def _same_medicine(entry: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if entry.get("stopped_on") or other.get("stopped_on"):
        return False
    return any(entry.get(key) and entry.get(key) == other.get(key) for key in ("drug", "product"))


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of the panel by severity, the worst first; ``decided`` ones ask for nothing any more."""

    groups: tuple[tuple[str, tuple[Any, ...]], ...]
    decided: tuple[Any, ...]


def alerts_of(preview: Preview) -> Alerts:
    """What is open, group by group, and what a decision has settled or keeps quiet."""
    found = preview.plan.medication.alerts if preview.plan else ()
    waiting = [alert for alert in found if alert.decided is None]
    severities = dict.fromkeys(alert.severity for alert in waiting)
    return Alerts(
        tuple((name, tuple(alert for alert in waiting if alert.severity == name)) for name in severities),
        tuple(alert for alert in found if alert.decided is not None),
    )


def _day_of(draft: Draft) -> date:
    return as_date(draft.answers.get("assessed_on")) or timezone.localdate()


def marked(typed: str, reading: SigReading) -> dict[str, Any]:
    """A reading for the page: the line with what was not understood, and the entry in words."""
    stretches, end = [], 0
    for start, stop in reading.unread:
        stretches += [Stretch(typed[end:start], False), Stretch(typed[start:stop], True)]
        end = stop
    words = clinic_words()
    entry = dict(reading.entry)
    return {
        "typed": typed,
        "stretches": [piece for piece in (*stretches, Stretch(typed[end:], False)) if piece.text],
        "name": entry_name({**entry, "entered_as": None}, words)
        if entry.get("drug") or entry.get("product")
        else "",
        "known": is_known(entry, words),
        "lacks_strength": lacks_strength(entry, words),
        "how": entry_words(entry),
        "days": days_words(entry),
        "reason": entry.get("reason", ""),
        "effects": ", ".join(str(effect) for effect in entry.get("effects", ())),
        "shown": reading.shown,
        "asked": reading.asked,
        "refused": reading.refused,
        "answer_needed": reading.answer_needed,
    }
