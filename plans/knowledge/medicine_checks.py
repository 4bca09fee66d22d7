"""What the medicines files must hold before the program starts. Each check names file, key and reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from plans.knowledge.evidence import read_conditions, read_sources
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_rows import Drug, Fact, Term
from plans.knowledge.reading import KnowledgeError, need_known, read_toml

SEVERITIES = ("contraindicated", "serious", "caution", "information")
EFFECTS = ("stop", "hold", "change", "add", "advise")
TESTS = ("is", "is_not", "<", "<=", ">", ">=", "between", "includes", "excludes", "includes_any")
HOW = ("own", "given", "names", "count", "present", "effects", "effects_asked", "days", "total", "lab")
KINDS = ("number", "flag", "list", "text", "value")
FORMS = ("any", "ir", "er", "er-once-daily", "er-enacarbil", "patch", "topical", "injected")
BAND_KINDS = ("cap", "avoid", "caution", "none")
# Braces that are no fact: they belong to one drug, one band or the meter (medications-3, 4.6).
PART3_BRACES = frozenset({"crcl", "egfr", "max", "drug", "route", "reasons"})
LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Known:
    """The words that medicines rows may use."""

    book: Medicines
    sources: Collection[str]
    exercises: Collection[str]
    words: Mapping[str, Collection[str]]  # kind of list value -> allowed words
    braces: Collection[str]


def check(book: Medicines) -> None:
    """Raise KnowledgeError at the first thing that does not fit together."""
    sources = read_sources()
    known = Known(
        book=book,
        sources={name for row in sources.values() for name in (row.id, *row.aliases)},
        exercises={row["id"] for row in read_toml("exercises.toml")["exercise"]},
        words={"drug": book.drugs, "class": book.classes, "condition": read_conditions()},
        braces=book.facts.keys() | PART3_BRACES,
    )
    _check_drugs(book)
    _check_products(book)
    _check_facts(known)
    _check_rules(known)
    _check_dangers(book)
    _check_combination(known)
    _check_options(known)
    _check_alerts(known)
    _check_bands(known)
    _check_order(book)
    _check_opioids(known)
    _check_opioid_texts(known)
    _check_patient_facts(book)


def _check_drugs(book: Medicines) -> None:
    file = "formulary.toml"
    for drug in book.drugs.values():
        need_known(file, drug.id, drug.classes, book.classes, "class")
        classes = [book.classes[name] for name in drug.classes]
        if drug.sedating != any(row.sedating for row in classes):
            raise KnowledgeError(file, drug.id, "'sedating' does not agree with its classes")
        if drug.nsaid != ("nsaid" in drug.classes):
            raise KnowledgeError(file, drug.id, "'nsaid' does not agree with its classes")
        for row in classes:
            if row.always_with and row.always_with not in drug.classes:
                raise KnowledgeError(file, drug.id, f"class {row.id!r} needs {row.always_with!r} as well")
        if not drug.routes:
            raise KnowledgeError(file, drug.id, "'routes' is empty")
        _check_amounts(file, drug)


def _check_amounts(file: str, drug: Drug) -> None:
    limits = ("max_daily_mg", "max_daily_mg_65_plus", "max_daily_mg_75_plus", "max_daily_mg_otc")
    for name in ("usual_single_mg", *limits):
        value = getattr(drug, name)
        if value is not None and (not isinstance(value, (int, Decimal)) or value <= 0):
            raise KnowledgeError(file, drug.id, f"{name!r} must be a number above 0")
    for name in limits[1:]:
        value = getattr(drug, name)
        if value is not None and (drug.max_daily_mg is None or value > drug.max_daily_mg):
            raise KnowledgeError(file, drug.id, f"{name!r} is above 'max_daily_mg' or stands without it")


def _check_products(book: Medicines) -> None:
    file = "products.toml"
    for product in book.products.values():
        if product.id in book.drugs:
            raise KnowledgeError(file, product.id, "this id is a drug of the formulary")
        need_known(file, product.id, [part.drug for part in product.ingredients], book.drugs, "drug")
        need_known(file, product.id, product.ignore_classes, book.classes, "class")
        if not product.ingredients or any(part.mg <= 0 for part in product.ingredients):
            raise KnowledgeError(file, product.id, "each ingredient needs an amount above 0")


def _check_facts(known: Known) -> None:
    file, book = "facts.toml", known.book
    for fact in book.facts.values():
        need_known(file, fact.id, (fact.kind,), KINDS, "kind")
        need_known(file, fact.id, (fact.how,), HOW, "way of making it")
        need_known(file, fact.id, fact.uses, book.facts, "fact")
        for token in (*fact.of, *fact.minus, *fact.reads):
            _check_token(file, fact.id, token, book)
        if fact.how == "days" and fact.gap_days is None:
            raise KnowledgeError(file, fact.id, "missing key 'gap_days'")
        if fact.how == "lab" and fact.id not in book.labs:
            raise KnowledgeError(file, fact.id, "no row in lab_values.toml")
    _check_no_cycle(file, book.facts)


def _check_token(file: str, key: str, token: str, book: Medicines) -> None:
    kind, _, word = token.partition(":")
    if kind == "class":
        need_known(file, key, (word,), book.classes, "class")
    elif kind == "drug":
        need_known(file, key, (word,), book.drugs, "drug")
    elif token not in ("*", "unchecked"):
        raise KnowledgeError(file, key, f"{token!r} names no medicine")


def _check_no_cycle(file: str, facts: Mapping[str, Fact]) -> None:
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise KnowledgeError(file, name, f"is made from itself: {' -> '.join((*above, name))}")
        if name not in done:
            for used in facts[name].uses:
                walk(used, (*above, name))
            done.add(name)

    for name in facts:
        walk(name, ())


def _check_when(file: str, key: str, when: Iterable[Term], known: Known) -> None:
    for term in when:
        need_known(file, key, (term.fact,), known.book.facts, "fact")
        need_known(file, key, (term.test,), TESTS, "test")
        fact = known.book.facts[term.fact]
        if not _fits(term, fact):
            shown = [term.fact, term.test, term.value]
            raise KnowledgeError(file, key, f"{shown}: wrong test or value for a {fact.kind}")
        if fact.values in known.words:
            words = term.value if isinstance(term.value, tuple) else (term.value,)
            need_known(file, key, words, known.words[fact.values], fact.values)


def _fits(term: Term, fact: Fact) -> bool:
    """Whether test and value go with the kind of the fact."""
    value, test = term.value, term.test
    if fact.kind == "list" and isinstance(value, tuple):
        return test == "includes_any" and bool(value)
    if fact.kind == "list":
        return isinstance(value, str) and test in ("includes", "excludes")
    if fact.kind == "flag":
        return isinstance(value, bool) and test in ("is", "is_not")
    if fact.kind == "text":
        return isinstance(value, str) and test in ("is", "is_not")
    if test == "between":
        return isinstance(value, tuple) and len(value) == 2 and value[0] <= value[1]
    number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return fact.kind == "number" and number and test in ("<", "<=", ">", ">=", "is", "is_not")


def _check_texts(file: str, key: str, texts: Iterable[str], known: Known) -> None:
    for text in texts:
        need_known(file, key, re.findall(r"\{([^}]*)\}", text), known.braces, "fact in braces")


def _check_both_languages(file: str, key: str, texts: Mapping[str, str]) -> None:
    for language in LANGUAGES:
        if not texts.get(language):
            raise KnowledgeError(file, key, f"the sentence is missing in {language!r}")


def _check_sources(file: str, key: str, sources: Collection[str], known: Known) -> None:
    if not sources:
        raise KnowledgeError(file, key, "'sources' is empty")
    need_known(file, key, sources, known.sources, "source")


def _check_rules(known: Known) -> None:
    file = "safety_rules.toml"
    for rule in known.book.rules.values():
        _check_when(file, rule.id, rule.when, known)
        need_known(file, rule.id, (rule.severity,), SEVERITIES, "severity")
        _check_then(file, rule.id, rule.then, known.book)
        _check_texts(file, rule.id, (rule.clinician, *rule.patient.values()), known)
        _check_sources(file, rule.id, rule.sources, known)
        if rule.patient:
            _check_both_languages(file, rule.id, rule.patient)


def _check_then(file: str, key: str, then: tuple[str, ...], book: Medicines) -> None:
    if len(then) != 2:
        raise KnowledgeError(file, key, "'then' must be effect and target")
    need_known(file, key, (then[0],), EFFECTS, "effect")
    kind, _, word = then[1].partition(":")
    if kind == "drug":
        need_known(file, key, (word,), book.drugs, "drug")
    elif kind == "drug-class":
        need_known(file, key, (word,), book.classes.keys() | book.numbers["targets"].keys(), "class")


def _check_dangers(book: Medicines) -> None:
    file = "dangers.toml"
    counts = Counter(rule for order in book.dangers.values() for rule in order)
    for group, order in book.dangers.items():
        need_known(file, group, order, book.rules, "rule")
        for rule in order:
            if counts[rule] > 1:
                raise KnowledgeError(file, group, f"{rule!r} stands in two danger groups")


def _check_combination(known: Known) -> None:
    file = "combination.toml"
    for row in known.book.combination.values():
        _check_when(file, row.id, row.when, known)
        need_known(file, row.id, (row.then[0],), EFFECTS, "effect")
        need_known(file, row.id, row.leave_out, known.exercises, "exercise")
        need_known(file, row.id, row.instead_of, known.book.combination, "row")
        _check_both_languages(file, row.id, row.handout)
        _check_texts(file, row.id, (row.change, *row.handout.values()), known)
        _check_sources(file, row.id, row.sources, known)


def _check_options(known: Known) -> None:
    file, book = "options.toml", known.book
    for row in book.options.values():
        _check_when(file, row.id, row.when, known)
        _check_then(file, row.id, row.then, book)
        _check_texts(file, row.id, (row.clinician,), known)
        _check_sources(file, row.id, row.sources, known)
        if not row.clinician.startswith(("Option:", "Review:")) or "?" not in row.clinician:
            raise KnowledgeError(file, row.id, "the text must begin with 'Option:' or 'Review:' and ask")
        if row.alert:
            need_known(file, row.id, (row.alert,), book.rules.keys() | book.alerts.keys(), "rule")
    for proposal in book.proposals:
        need_known(file, proposal.class_id, (proposal.class_id,), book.classes, "class")
        need_known(file, proposal.class_id, (proposal.drug,), book.drugs, "drug")
        for _, facts in proposal.check_first:
            need_known(file, proposal.class_id, facts, book.facts, "fact")


def _check_order(book: Medicines) -> None:
    file = "part3_order.toml"
    shown = {band.rule for band in book.renal_doses if band.kind != "none"}
    for key in shown | book.alerts.keys():
        if key not in book.part3_order:
            raise KnowledgeError(file, key, "this alert has no place in the order")
    need_known(file, "id", book.part3_order, shown | book.alerts.keys() | book.opioid_rules.keys(), "alert")
    for key, beside in book.part3_order.items():
        need_known(file, key, beside, book.rules, "rule")


def _check_alerts(known: Known) -> None:
    file = "part3_alerts.toml"
    for row in known.book.alerts.values():
        _check_when(file, row.id, row.when, known)
        need_known(file, row.id, (row.severity,), SEVERITIES, "severity")
        _check_texts(file, row.id, (row.text,), known)
        _check_sources(file, row.id, row.sources, known)
        if row.id in known.book.rules:
            raise KnowledgeError(file, row.id, "this id stands in safety_rules.toml too")


def _check_bands(known: Known) -> None:
    file = "renal_doses.toml"
    for band in known.book.renal_doses:
        key = f"{band.rule} {band.drug}"
        _check_token(file, key, band.drug if ":" in band.drug else f"drug:{band.drug}", known.book)
        need_known(file, key, (band.form,), FORMS, "form")
        need_known(file, key, (band.kind,), BAND_KINDS, "kind")
        need_known(file, key, (band.severity,), SEVERITIES, "severity")
        _check_texts(file, key, (band.text,), known)
        _check_sources(file, key, (band.source,), known)
        if (band.crcl_from is None) == (band.egfr_from is None) or band.low >= band.below:
            raise KnowledgeError(file, key, "a band needs either crcl or egfr, from below its end")
        if band.kind == "cap" and band.max_daily_mg is None and not band.max_daily_formula:
            raise KnowledgeError(file, key, "a cap needs 'max_daily_mg' or 'max_daily_formula'")


def _check_opioids(known: Known) -> None:
    file, book = "mme.toml", known.book
    converted = [(row.drugs, row.source) for row in book.mme_rows]
    not_converted = [(row.drugs, row.source) for row in book.not_converted if not row.only_when_reason]
    places: Counter[str] = Counter()
    for drugs, source in (*converted, *not_converted):
        need_known(file, " ".join(drugs), drugs, book.drugs, "drug")
        _check_sources(file, " ".join(drugs), (source,), known)
        places.update(drugs)
    listed = {(row.id, drug) for row in book.mme_rows for drug in row.drugs}
    for drug in book.drugs.values():
        if "opioid" in drug.classes and places[drug.id] != 1:
            raise KnowledgeError(file, drug.id, "every opioid must stand in the MME table exactly once")
        if drug.opioid_mme_id and (drug.opioid_mme_id, drug.id) not in listed:
            raise KnowledgeError(file, drug.opioid_mme_id, f"does not list {drug.id!r}, which names it")


def _check_opioid_texts(known: Known) -> None:
    file, book = "opioids.toml", known.book
    for rule in book.opioid_rules.values():
        _check_texts("opioid_rules.toml", rule.id, (rule.text,), known)
        need_known("opioid_rules.toml", rule.id, (rule.severity,), SEVERITIES, "severity")
    for reason in book.naloxone_reasons.values():
        need_known(file, reason.id, reason.conditions, known.words["condition"], "condition")
        for token in reason.medicines:
            _check_token(file, reason.id, token, book)
    need_known(file, "tolerance", book.tolerance, book.drugs, "drug")
    for text in book.patient_texts.values():
        _check_both_languages(file, text.id, text.text)
        _check_texts(file, text.id, text.text.values(), known)


def _check_patient_facts(book: Medicines) -> None:
    file = "patient_facts.toml"
    need_known(file, "applies_to", book.patient_facts, book.drugs, "drug")
    for block in book.patient_facts.values():
        missing = block.en.keys() ^ block.es.keys()
        if missing:
            raise KnowledgeError(file, block.id, f"{sorted(missing)} stands in one language only")
