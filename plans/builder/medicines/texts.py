"""Sentences with their braces filled in: numbers as shown, lists of drugs in the patient's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from plans.builder.judge import AtLeast, plain
from plans.builder.listing import listed
from plans.builder.medicines.doses import daily_limit
from plans.builder.medicines.entries import in_sentence
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.mme import shown_total
from plans.builder.medicines.shown import plain_number
from plans.builder.medicines.spoken import spoken

BRACE = re.compile(r"\{(\w+)\}")
FORM = re.compile(r" \([a-z][^)]*\)$")  # diclofenac (by mouth)
WORDS_OF = {  # fact -> table of medicine_words.toml
    "gi_risk_factors": "stomach_risk",
    "renal_risk_factors": "kidney_risk",
    "nonopioid_groups_tried": "other_care",
}


def fill(text: str, facts: Facts, language: str = "en", own: Mapping[str, str] | None = None) -> str:
    """``text`` with every ``{fact}`` printed; ``own`` holds braces that are no fact."""
    printed = []
    for words, name, begins_sentence in pieces(text):
        printed.append(words)
        if name:
            word = own[name] if own and name in own else shown_fact(facts, name, language)
            printed.append(capital(word) if begins_sentence else word)
    return "".join(printed)


@cache
def pieces(text: str) -> tuple[tuple[str, str, bool], ...]:
    """The words before each brace, its name, and whether it begins a sentence; last what follows them."""
    found, after = [], 0
    for match in BRACE.finditer(text):
        before = text[: match.start()]
        begins = not before or before.endswith((". ", "? ", "! "))
        found.append((text[after : match.start()], match.group(1), begins))
        after = match.end()
    return (*found, (text[after:], "", False))


def capital(word: str) -> str:
    """The first word of a sentence; eGFR stays as it is written."""
    return word if word[1:2].isupper() else word[:1].upper() + word[1:]


def shown_fact(facts: Facts, name: str, language: str = "en") -> str:
    """One fact as a sentence prints it."""
    fact, value = facts.book.facts[name], facts.get(name)
    words = facts.book.words["names"]
    if value is None:
        return words["unknown_number" if fact.kind == "number" else "not_recorded"]
    if isinstance(value, AtLeast):
        return facts.book.words["kidney"]["at_least"].format(value=_number(facts, name, value.low))
    if fact.kind == "list":
        return joined(facts, _words(facts, name, plain(value), language), language) or words["none"]
    return plain(value) if fact.kind == "text" else _number(facts, name, plain(value))


def joined(facts: Facts, words: Iterable[str], language: str = "en") -> str:
    """Words joined with commas and "and"."""
    names = facts.book.words["names"]
    return listed(list(dict.fromkeys(words)), names[f"and_{language}"], names[f"and_before_i_{language}"])


def display_name(facts: Facts, drug: str, language: str = "en") -> str:
    """A drug, product or typed text in the words the patient knows: the brand as typed, else generic."""
    key = drug, language
    if key not in facts.printed:
        name, typed = _display_name(facts, drug)
        facts.printed[key] = _short(name) if typed else spoken(_short(name), language, facts.book.words)
    return facts.printed[key]


def _short(name: str) -> str:
    """Without the form in brackets, and without an "and" that a list of names would blur."""
    return FORM.sub("", name).replace(" and ", " with ")


def _display_name(facts: Facts, drug: str) -> tuple[str, bool]:
    """The name, and whether it is the patient's own word."""
    active = facts.listed.active if facts.listed else ()
    single = [item.name for item in active if drug in (item.drug, item.product)]
    brands = [item.brand for item in active if item.brand and drug in item.drugs]
    row = facts.book.drugs.get(drug) or facts.book.products.get(drug)
    if row is None:
        return drug, True
    if brands:
        return min(brands), True
    return min(single, default=in_sentence(row.name)), False


def _words(facts: Facts, name: str, value: Iterable[str], language: str) -> list[str]:
    printers: dict[str, Callable[[str], str]] = {
        "drug": lambda word: display_name(facts, word, language),
        "source": lambda word: display_name(facts, word, language),
        "dose": lambda word: _dose(facts, word),
        "words": lambda word: _risk(facts, name, word),
    }
    kind = facts.book.facts[name].values
    words = list(value) if isinstance(value, tuple) else sorted(value)
    return [printers[kind](word) for word in words] if kind in printers else words


def _dose(facts: Facts, drug: str) -> str:
    row, listed = facts.book.drugs[drug], facts.listed
    known, entries = (0, []) if listed is None else (listed.totals[drug][0], listed.with_drug(drug))
    return facts.book.words["names"]["most"].format(
        name=display_name(facts, drug),
        amount=plain_number(known),
        limit=plain_number(daily_limit(facts, row, entries) or 0),
    )


def _risk(facts: Facts, name: str, word: str) -> str:
    if name.startswith("naloxone"):
        return facts.book.naloxone_reasons[word].words
    risks = facts.book.numbers["risks"]
    age = risks["stomach_age_from" if name == "gi_risk_factors" else "kidney_age_from"]
    return facts.book.words[WORDS_OF[name]][word].format(age=age)


def _number(facts: Facts, name: str, value: Any) -> str:
    if name == "mme_mg_per_day":
        return str(shown_total(facts.get("mme_result"), facts.book))
    return plain_number(value)
