"""All that is known, read once: ``load()``. A broken file stops the program with file, key and reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from plans.intake.sig import SigWords
from plans.intake.vocabulary import Vocabulary
from plans.knowledge.evidence import Condition, Sources, read_attributes, read_conditions, read_sources
from plans.knowledge.medicines import Medicines, read_medicines
from plans.knowledge.movement import Movement, read_movement
from plans.knowledge.reading import FOLDER
from plans.knowledge.references import check_references
from plans.knowledge.self_care import SelfCareKnowledge, read_self_care
from plans.knowledge.sig_words import read_sig_words
from plans.knowledge.wording import Wording, read_wording
from plans.knowledge.words import LANGUAGES, in_languages, read_vocabulary

DATA_FILES = ("*.toml", "*.csv")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Every knowledge file, checked and indexed. ``version`` changes with any byte of any file."""

    medicines: Medicines
    movement: Movement
    self_care: SelfCareKnowledge
    wording: Wording
    conditions: Mapping[str, Condition]
    sources: Sources
    attributes: Mapping[str, str]
    vocabulary: Vocabulary
    sig_words: SigWords
    version: str


@cache
def load() -> Knowledge:
    """Read and check all knowledge files; raises KnowledgeError. The value is shared: never change it."""
    sources, conditions = read_sources(), read_conditions()
    check_references(sources, conditions)
    medicines = read_medicines()
    return Knowledge(
        medicines=medicines,
        movement=read_movement(),
        self_care=read_self_care(),
        wording=read_wording(),
        conditions=conditions,
        sources=sources,
        attributes=read_attributes(),
        vocabulary=read_vocabulary(conditions, medicines),
        sig_words=read_sig_words(medicines),
        version=version_of_files(),
    )


def version_of_files() -> str:
    """Twelve hexadecimal digits over names and bytes of all data files, in name order."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in DATA_FILES for path in FOLDER.glob(pattern)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def vocabulary(knowledge: Knowledge, languages: Iterable[str] = LANGUAGES) -> Vocabulary:
    """The words an intake may use, where these languages are switched on."""
    return in_languages(knowledge.vocabulary, languages)
