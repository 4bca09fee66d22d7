"""The words of the printed page: handout.toml, words.toml and the pictures' texts in exercises.toml.

What belongs to one medicine, habit or rule stands in its own row; here is the rest. ``{braces}`` are filled
with ``say(key, language, name=value)``. A language is whole when no sentence of it is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from plans.knowledge.reading import KnowledgeError, need_keys, read_toml

LANGUAGES = ("en", "es")
FILE = "handout.toml"
EXERCISES = "exercises.toml"
_TABLES_WITHOUT_TEXT = ("review", "referral", "clinician")


@dataclass(frozen=True, slots=True)
class ReferralWords:
    """The page of a blocked plan: the first whose ``flags`` meet those answered yes; no flags: the rest."""

    id: str
    flags: tuple[str, ...]
    heading: Mapping[str, str]
    lead: Mapping[str, str]
    lines: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ExerciseWords:
    """The texts of an exercise's pictures."""

    alt: Mapping[str, str]
    begin: Mapping[str, str]
    end: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Jargon:
    words: tuple[str, ...]
    use: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences by dotted key, ``heading.day`` for example; lists are tuples of sentences."""

    texts: Mapping[str, Mapping[str, Any]]
    flag_lines: Mapping[str, Mapping[str, str]]  # by flag, in the order they are printed
    referrals: tuple[ReferralWords, ...]
    exercises: Mapping[str, ExerciseWords]
    clinician: Mapping[str, str]
    glossary: tuple[tuple[str, str], ...]
    jargon: tuple[Jargon, ...]
    scare: Mapping[str, tuple[str, ...]]  # by language; Spanish words are stems
    translators: Mapping[str, str]  # by language, who reviewed all its texts; empty: nobody

    def is_reviewed(self, language: str) -> bool:
        """Whether handouts in the language may go out as they are: the first is what translations follow."""
        return language == LANGUAGES[0] or bool(self.translators[language])

    def say(self, key: str, language: str, **values: object) -> str:
        """The sentence in that language with its braces filled; KeyError when it does not exist."""
        text: str = self.texts[key][language]
        return text.format(**values) if values else text

    def several(self, key: str, language: str) -> tuple[str, ...]:
        """A key that holds a list."""
        found: tuple[str, ...] = self.texts[key][language]
        return found

    def labels(self, language: str) -> dict[str, str]:
        """Headings and labels of the page by their last name; a heading stands as ``h_name``."""
        found = {}
        for key, text in self.texts.items():
            table, _, name = key.partition(".")
            if table in ("heading", "label"):
                found[f"h_{name}" if table == "heading" else name] = str(text[language])
        return found

    def need(self, need: str, component: str, what: str, language: str) -> str:
        """``helps`` or ``why`` of an exercise's need, else of its component's fallback."""
        for key in (f"need.{need}.{what}", f"need.{component}.{what}", f"need.added.{what}"):
            if key in self.texts:
                return self.say(key, language)
        raise KeyError(need)


def _scaring(words: Mapping[str, Any], column: str) -> tuple[str, ...]:
    return tuple(word for row in words["scare"] for word in row[column])


def read_wording() -> Wording:
    """The handout's words, checked; raises KnowledgeError with file, key and reason."""
    data = read_toml(FILE)
    need_keys(FILE, "review", data["review"], ("checked_on", "reviewed_by"))
    words = read_toml("words.toml")
    wording = Wording(
        texts=dict(_texts(data)),
        flag_lines={row["id"]: _both(FILE, row["id"], row["text"]) for row in data["flag_line"]},
        referrals=tuple(_referral(row) for row in data["referral"]),
        exercises={row["id"]: _exercise(row["id"], row) for row in read_toml(EXERCISES)["exercise"]},
        clinician=data["clinician"],
        glossary=tuple((row["en"], row["es"]) for row in words["glossary"]),
        jargon=tuple(Jargon(tuple(row["words"]), row["use"]) for row in words["jargon"]),
        scare={"en": _scaring(words, "words"), "es": _scaring(words, "words_es")},
        translators={row["id"]: row["reviewed_by"] for row in read_toml("about.toml")["translation"]},
    )
    if wording.referrals[-1].flags:
        raise KnowledgeError(FILE, "referral", "the last one must hold for every flag")
    return wording


def _texts(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for table, rows in data.items():
        if table not in _TABLES_WITHOUT_TEXT and isinstance(rows, dict):
            yield from _walk(table, rows)


def _walk(key: str, value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if set(value) & set(LANGUAGES):
        yield key, _both(FILE, key, value)
        return
    for name, inner in value.items():
        if not isinstance(inner, dict):
            raise KnowledgeError(FILE, f"{key}.{name}", "a text needs its languages")
        yield from _walk(f"{key}.{name}", inner)


def _both(file: str, key: str, text: Mapping[str, Any]) -> Mapping[str, Any]:
    """The text in every language, with the same braces in each."""
    need_keys(file, key, text, LANGUAGES)
    found = {language: tuple(value) if isinstance(value, list) else value for language, value in text.items()}
    first = _braces(found[LANGUAGES[0]])
    for language in LANGUAGES[1:]:
        if _braces(found[language]) != first:
            raise KnowledgeError(file, key, f"the braces of {language} are not those of {LANGUAGES[0]}")
        if isinstance(found[language], tuple) and len(found[language]) != len(found[LANGUAGES[0]]):
            raise KnowledgeError(file, key, f"{language} has another number of lines")
    return found


def _braces(value: str | tuple[str, ...]) -> frozenset[str]:
    texts = value if isinstance(value, tuple) else (value,)
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None)


def _referral(row: Mapping[str, Any]) -> ReferralWords:
    key = str(row["id"])
    need_keys(FILE, key, row, ("flags", "heading", "lead", "lines"))
    return ReferralWords(
        key,
        tuple(row["flags"]),
        _both(FILE, key, row["heading"]),
        _both(FILE, key, row["lead"]),
        _both(FILE, key, row["lines"]),
    )


def _exercise(key: str, row: Mapping[str, Any]) -> ExerciseWords:
    need_keys(EXERCISES, key, row, ("alt", "begin", "end"))
    parts = (_both(EXERCISES, key, row[name]) for name in ("alt", "begin", "end"))
    return ExerciseWords(*parts)
