"""Cut points and reference values of the five domains (section 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plans.intake.intake import Intake
from plans.knowledge.movement.rows import Band, Bands, Row, bands_of, frozen, make, reader_of
from plans.knowledge.reading import KnowledgeError, need_known, read_toml

FILE = "deficits.toml"
DOMAINS = ("pain_tolerance", "posture", "core", "flexibility", "aerobic")
SEVERITIES = ("none", "mild", "moderate", "severe")
MEASURES = ("number", "word", "count", "share", "instability", "six_minute_walk", "mile_walk")
SEXES = ("male", "female")


@dataclass(frozen=True, slots=True)
class Variant:
    """The cut points for one sex and age range; ``normal`` is the range of no deficit, in words."""

    sex: str | None
    age_from: int | None
    age_below: int | None
    bands: Bands
    words: Mapping[str, Any]
    normal: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference values of one sex: ``values[i]`` holds from age ``from_age[i]`` on."""

    sex: str
    from_age: tuple[int, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One measurement. Two paths with ``worse`` are left and right; the worse side counts."""

    name: str
    measure: str
    paths: tuple[str, ...]
    unit: str
    worse: str | None  # low, high
    variants: tuple[Variant, ...]
    references: tuple[Reference, ...]
    asymmetry_above: float | None
    asymmetry_grade: str | None
    also_needs: tuple[str, ...]
    readers: tuple[Callable[[Intake], Any], ...]
    by_sex: bool
    by_age: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Row):
    """One item of a domain, graded by the worst of its parts."""

    domain: str
    parts: tuple[Part, ...]
    not_judged_when: Callable[[Intake], Any] | None = None
    not_judged_path: str = ""
    performance: bool = False
    uses_heart_rate: bool = False
    fact: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(path for part in self.parts for path in part.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureSum(Row):
    items_needed: int
    bands: Bands


@dataclass(frozen=True, slots=True, kw_only=True)
class SixMinuteWalk(Row):
    """Predicted metres: one coefficient a fact, by sex; age is clamped to ``age_from``..``age_to``."""

    age_from: int
    age_to: int
    male: Mapping[str, float]
    female: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MileWalk(Row):
    """VO2max in ml/kg/min: coefficients of the 1-mile walk."""

    constant: float
    pounds: float
    age: float
    male: float
    minutes: float
    heart_rate: float
    pounds_per_kg: float


@dataclass(frozen=True, slots=True)
class DeficitRules:
    items: Mapping[str, tuple[Item, ...]]  # by domain
    posture_sum: PostureSum
    six_minute_walk: SixMinuteWalk
    mile_walk: MileWalk
    overall: Mapping[str, Callable[[Intake], Any]]  # domain -> its overall grade


def read_deficits() -> DeficitRules:
    """All cut points; raises KnowledgeError."""
    data = read_toml(FILE)
    items = [_item(row) for row in data["item"]]
    sums = data["posture_sum"]
    return DeficitRules(
        items={domain: tuple(item for item in items if item.domain == domain) for domain in DOMAINS},
        posture_sum=make(PostureSum, FILE, sums, bands=bands_of(FILE, sums["bands"])),
        six_minute_walk=make(SixMinuteWalk, FILE, data["six_minute_walk"]),
        mile_walk=make(MileWalk, FILE, data["mile_walk"]),
        overall={d: reader_of(FILE, d, f"{d}.overall") for d in ("posture", "core", "flexibility")},
    )


def _item(row: Mapping[str, Any]) -> Item:
    need_known(FILE, row["id"], [row["domain"]], DOMAINS, "domain")
    own = {name: value for name, value in row.items() if name not in ("part", "not_judged_when")}
    given: dict[str, Any] = {"parts": tuple(_part(row["id"], part) for part in row["part"])}
    if path := row.get("not_judged_when"):
        given |= {"not_judged_when": reader_of(FILE, row["id"], path), "not_judged_path": path}
    return make(Item, FILE, own, **given)


def _part(item: str, row: Mapping[str, Any]) -> Part:
    need_known(FILE, item, [row["measure"]], MEASURES, "measure")
    variants = tuple(_variant(item, variant, row) for variant in row["variants"])
    references = tuple(_reference(item, reference) for reference in row.get("references", ()))
    for path in row.get("also_needs", ()):
        reader_of(FILE, item, path)
    own = {name: value for name, value in row.items() if name not in ("variants", "references")}
    optional = ("worse", "asymmetry_above", "asymmetry_grade")
    return make(
        Part,
        FILE,
        {**dict.fromkeys(optional), "also_needs": [], **own},
        variants=variants,
        references=references,
        readers=tuple(reader_of(FILE, item, path) for path in row["paths"]),
        by_sex=any(variant.sex for variant in variants) or bool(references),
        by_age=any(v.age_from or v.age_below for v in variants) or bool(references),
    )


def _variant(item: str, row: Mapping[str, Any], part: Mapping[str, Any]) -> Variant:
    need_known(FILE, item, row, ("sex", "age_from", "age_below", "bands", "words"), "key of a variant")
    if ("bands" in row) == ("words" in row):
        raise KnowledgeError(FILE, item, "a variant has either bands or words")
    bands = bands_of(FILE, row["bands"]) if "bands" in row else ()
    words = row.get("words", {})
    normal = " or ".join(word for word, grade in words.items() if grade in (0, "none"))
    normal = normal or ("none" if part["measure"] == "count" else _normal(bands))
    return Variant(row.get("sex"), row.get("age_from"), row.get("age_below"), bands, frozen(words), normal)


def _normal(bands: Bands) -> str:
    """The range of no deficit: ``60 or more``, ``4 to 10``, ``33 or less``, ``below 80``."""
    at = next(i for i, band in enumerate(bands) if band.grade in (0, "none"))
    band, before = bands[at], bands[at - 1] if at else None
    if before is None:
        return f"below {band.below}" if band.below is not None else f"{band.up_to} or less"
    return f"{_edge(before)} to {_edge(band)}" if _edge(band) is not None else f"{_edge(before)} or more"


def _edge(band: Band) -> float | None:
    return band.below if band.below is not None else band.up_to


def _reference(item: str, row: Mapping[str, Any]) -> Reference:
    reference = make(Reference, FILE, row)
    need_known(FILE, item, [reference.sex], SEXES, "sex")
    if len(reference.from_age) != len(reference.values) or list(reference.from_age) != sorted(
        row["from_age"]
    ):
        raise KnowledgeError(FILE, item, "references: one value for each age, ages rising")
    return reference
