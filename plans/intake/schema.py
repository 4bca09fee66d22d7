"""JSON Schema (2020-12) of the intake file, made from the table of questions."""

from __future__ import annotations

from typing import Any

from plans.intake.fields import TABLES, Field, Kind, Limits, Section
from plans.intake.parsing import NEEDED_FOR_A_DRAFT
from plans.intake.tree import ENTRIES, ROOT, Node
from plans.intake.values import UNSHOWABLE
from plans.intake.vocabulary import Vocabulary

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DESCRIPTION = (
    "One assessment of one patient. Every field may be absent, which means not recorded, and so does null. "
    "Rules between fields (dates, doses, units) are checked by the parser, which names every fault."
)
RATING = next(field for field in TABLES["psfs"] if field.name == "rating")
NEEDED_IN_ENTRY = {"allergies": ["substance"], "goals": ["id"]}


def intake_schema(words: Vocabulary) -> Schema:
    """The schema with titles, units and ranges; ids are those of ``words``."""
    return {
        "$schema": DIALECT,
        "title": "Careplan intake",
        "description": DESCRIPTION,
        **_object(ROOT, words),
        "$defs": {name: _entry(name, node, words) for name, node in ENTRIES.items()},
    }


def _object(node: Node, words: Vocabulary, prefix: str = "") -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {
            name: _child(child, words, f"{prefix}{name}") for name, child in node.children.items()
        },
        "additionalProperties": False,
    }
    if node is ROOT:
        schema["required"] = ["assessed_on", "patient"]
    if prefix == "patient.":
        schema["required"] = [path.removeprefix(prefix) for path in NEEDED_FOR_A_DRAFT]
    return schema


def _child(child: Field | Node, words: Vocabulary, path: str) -> Schema:
    if not isinstance(child, Node):
        return _field(child, words)
    inner = _object(child, words, f"{path}.")
    return inner if path == "patient" else {**inner, "type": ["object", "null"]}


def _entry(name: str, node: Node, words: Vocabulary) -> Schema:
    schema = _object(node, words)
    if name in NEEDED_IN_ENTRY:
        schema["required"] = NEEDED_IN_ENTRY[name]
        for key in NEEDED_IN_ENTRY[name]:
            schema["properties"][key] = _not_null(schema["properties"][key])
    if name == "medications":
        schema["anyOf"] = [
            {"required": [key], "properties": {key: {"type": "string"}}} for key in ("drug", "product")
        ]
    return schema


def _field(field: Field, words: Vocabulary) -> Schema:
    described = {"title": field.label, **_notes(field)}
    value = _values(field, words)
    needed = field.path == "assessed_on" or field.path in NEEDED_FOR_A_DRAFT
    return {**described, **(value if needed else _or_missing(field, value))}


def _notes(field: Field) -> Schema:
    notes: Schema = {}
    words = [field.help, f"When missing: {field.when_missing}." if field.when_missing else ""]
    if any(words):
        notes["description"] = " ".join(word for word in words if word)
    if field.unit:
        notes["x-unit"] = field.unit
    if field.plausible:
        notes["x-plausible"] = {"minimum": field.plausible.low, "maximum": field.plausible.high}
    if field.loinc:
        notes["x-loinc"] = field.loinc
    if field.core:
        notes["x-quick-intake"] = True
    if field.required_by:
        notes["x-required-before-signing-by"] = field.required_by
    return notes


def _or_missing(field: Field, schema: Schema) -> Schema:
    """The same, where null is allowed; an empty laboratory value means the same."""
    if field.section is Section.HEALTH:
        return {"anyOf": [schema, {"enum": [None, ""]}]}
    if "type" in schema and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _not_null(schema: Schema) -> Schema:
    if "anyOf" in schema:
        return {**{key: value for key, value in schema.items() if key != "anyOf"}, **schema["anyOf"][0]}
    return {**schema, "type": schema["type"][0]}


def _values(field: Field, words: Vocabulary) -> Schema:
    match field.kind:
        case Kind.INTEGER | Kind.NUMBER:
            return _number(field)
        case Kind.BOOLEAN:
            return {"type": "boolean"}
        case Kind.DATE:
            return {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case Kind.TIME:
            return {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$"}
        case Kind.TEXT:
            return _text(*(field.length or (0, 200)))
        case Kind.CHOICE:
            return {"enum": _ids(field, words)}
        case Kind.NUMBER_OR_WORD:
            return {"anyOf": [_number(field), {"enum": _ids(field, words)}]}
        case _:
            return _list(field, words)


def _number(field: Field) -> Schema:
    kind = "integer" if field.kind in (Kind.INTEGER, Kind.INTEGERS, Kind.AGREEMENT) else "number"
    return {"type": kind, **_range(field.hard)}


def _range(limits: Limits | None) -> Schema:
    if limits is None:
        return {}
    low = "exclusiveMinimum" if limits.above else "minimum"
    return {name: end for name, end in ((low, limits.low), ("maximum", limits.high)) if end is not None}


def _text(low: int, high: int) -> Schema:
    showable = f"^[^{UNSHOWABLE}]*$"
    pattern = rf"^(?=[\s\S]*\S)[^{UNSHOWABLE}]*$" if low else showable
    return {"type": "string", "minLength": low, "maxLength": high, "pattern": pattern}


def _ids(field: Field, words: Vocabulary) -> list[str]:
    return list(getattr(words, field.vocabulary) if field.vocabulary else field.choice_ids)


def _choice_or_text(field: Field, words: Vocabulary) -> Schema:
    """Ids, and free text where it is kept; the parser refuses text that is close to an id or its label."""
    listed = {"enum": _ids(field, words)}
    return {"anyOf": [listed, _text(1, field.free_text)]} if field.free_text else listed


def _list(field: Field, words: Vocabulary) -> Schema:
    low, high = field.length or (0, None)
    schema: Schema = {"type": "array", "minItems": low}
    if high is not None:
        schema["maxItems"] = high
    match field.kind:
        case Kind.CHOICES:
            return {**schema, "items": _choice_or_text(field, words), "uniqueItems": True}
        case Kind.INTEGERS:
            return {**schema, "items": {"anyOf": [_number(field), {"type": "null"}]}}
        case Kind.NUMBERS:
            return {**schema, "items": _number(field)}
        case Kind.AGREEMENT:
            agree = {"type": ["boolean", "null"]}
            last = {"anyOf": [_number(field), {"type": "null"}]}
            return {**schema, "prefixItems": [agree] * (high - 1 if high else 0) + [last]}
        case _:
            return {**schema, "items": _entries(field)}


def _entries(field: Field) -> Schema:
    reference = {"$ref": f"#/$defs/{field.table}"}
    if field.table != "psfs":
        return reference
    return {"anyOf": [reference, _number(RATING), {"type": "null"}]}
