"""What stands behind an id: the rule in its own words, its sources, and whether anybody has reviewed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from django.utils.translation import gettext as _

from plans.intake.fields import FIELD_BY_PATH, FIELDS, TABLES
from plans.knowledge.evidence import SourceRow
from plans.knowledge.loader import load
from plans.knowledge.movement import Claim

# Where a row keeps the rule in words; the first that is not empty is shown, pairs are joined.
WORDS = (
    ("clinician",),
    ("says",),
    ("text",),
    ("change",),
    ("condition", "effect"),
    ("when", "do"),
    ("words",),
    ("exact",),
)
MORE_WORDS = (
    ("rationale",),
    ("offered",),
    ("note",),
    ("meaning",),
    ("about",),
    ("targets",),
    ("effect",),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One knowledge row as a reader sees it."""

    id: str
    words: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every knowledge row that has an id and can be reviewed."""
    knowledge = load()
    found: dict[str, Rule] = {}
    for row in _rows((knowledge.movement, knowledge.self_care, knowledge.medicines)):
        found.setdefault(row.id, _rule(row))
    return found


def rule_of(id_: str) -> Rule | None:
    """The row of a rule's id; ``PRE-5`` finds the row, ``COM-08`` too. ``None`` for an id without a row."""
    return rules().get(id_)


def sources_of(ids: Iterable[str]) -> list[SourceRow]:
    """The documents that these ids name, each once."""
    known = load().sources
    found = {known[id_].id: known[id_] for id_ in ids if id_ in known}
    return list(found.values())


def condition_label(id_: str) -> str:
    """A condition or computed precaution as a clinician calls it."""
    row = load().conditions.get(id_)
    return str(row.label) if row else id_.replace("-", " ").capitalize()


def claims_beside(line: Any) -> list[Claim]:
    """What the article claims about a line of the plan or of its JSON, for clinicians only (CLM-R)."""
    part = line.get if isinstance(line, Mapping) else partial(_attribute, line)
    about = {part("component"), part("rule")}
    return [claim for claim in load().movement.claims.values() if about & set(claim.beside)]


def _attribute(row: Any, name: str) -> Any:
    return getattr(row, name, None)


def _rows(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if is_dataclass(value) and not isinstance(value, type):
            if isinstance(getattr(value, "id", None), str) and hasattr(value, "reviewed_by"):
                yield value
            yield from _rows(getattr(value, part.name) for part in fields(value))
        elif isinstance(value, Mapping):
            yield from _rows(value.values())
        elif isinstance(value, (tuple, list)):
            yield from _rows(value)


def _rule(row: Any) -> Rule:
    return Rule(
        id=row.id,
        words=_conditions(row)
        or next((words for names in (*WORDS, *MORE_WORDS) if (words := _joined(row, names))), ""),
        sources=tuple(getattr(row, "sources", ()) or ()),
        mark=getattr(row, "mark", ""),
        checked_on=getattr(row, "checked_on", None),
        reviewed_by=row.reviewed_by,
    )


def _conditions(row: Any) -> str:
    """The conditions of a row over facts, which all must hold: the rule itself, without its message."""
    terms = getattr(row, "when", ())
    if not isinstance(terms, tuple) or not all(hasattr(term, "test") for term in terms):
        return ""
    return _(" and ").join(
        f"{fact_label(term.fact)} {_test(term.test)} {_plain(term.value)}" for term in terms
    )


def _test(test: str) -> str:
    return {"<=": "≤", ">=": "≥"}.get(test, test.replace("_", " "))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, list)):
        return ", ".join(_plain(part) for part in value)
    return str(value)


def _joined(row: Any, names: tuple[str, ...]) -> str:
    parts = [getattr(row, name, "") for name in names]
    return ": ".join(part for part in parts if part and isinstance(part, str))


def fact_label(name: str) -> str:
    """A fact as a clinician calls it: the question's label, or the derived fact's name in words.

    A sentence (why a row could not be judged) stays as it is, with what was typed in it.
    """
    if ": " in name:
        return name[:1].upper() + name[1:]
    head = name.partition("[")[0]
    if head in FIELD_BY_PATH:
        inner = name.rpartition("].")[2] if "]." in name else ""
        part = next((f.label for f in TABLES.get(head, ()) if f.path == inner), "")
        return f"{FIELD_BY_PATH[head].label}: {part}" if part else FIELD_BY_PATH[head].label
    if name in LABEL_BY_NAME:
        return LABEL_BY_NAME[name]
    words = name.rpartition(".")[2].replace("_", " ").replace("-", " ").replace(":", ": ").capitalize()
    return " ".join(word.upper() if word.lower() in ABBREVIATIONS else word for word in words.split())


ABBREVIATIONS = frozenset(
    {"mme", "nsaid", "nsaids", "inr", "alt", "ast", "bmi", "ssri", "snri", "maoi", "ppi", "cns"}
)
LABEL_BY_NAME: Mapping[str, str] = {field.name: field.label for field in FIELDS}
