"""Which medicine a line is about. Drug, strength of a product, and form are never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.intake.likeness import is_near
from plans.intake.sig.line import SigLine, Token
from plans.intake.sig.words import Question, SigDrug, SigProduct, SigWords, UnclearName

LONGEST_NAME_WORDS = 7
SHORTEST_GUESS = 3
SHORTEST_NEAR_BY_TWO = 8
SHORTEST_NEAR = 5  # shorter words are a letter away from too many names
LONGEST_TYPED = 120
MOST_PIECES = 50  # medications-1 1.2: more at a time are refused, so a larger number is a strength
PIECE = (
    r"(?:tab(?:let)?s?|pills?|cap(?:sule|let)?s?|gel ?caps?|softgels?|lozenges?|films?|patch(?:es)?|sprays?"
    r"|puffs?)"
)
MADE_AS = rf"(?:{PIECE}|elixir|liquid|(?:oral )?solution|syrup)"
FORMS = {
    "patch": re.compile(r"\bpatch(?:es)?\b"),
    "gel": re.compile(r"\bgel\b"),
    "cream": re.compile(r"\bcream\b"),
    "tablets": re.compile(r"\btab(?:let)?s?\b"),
    "under the tongue": re.compile(r"\bunder (?:the )?tongue\b|\bsl\b|\bsublingual\b"),
    "in the cheek": re.compile(r"\b(?:in the )?cheek\b|\bbuccal\b"),
}
STRENGTH = r"(\d+(?:\.\d+)?)(?:\s*mg)?"
PAIR = re.compile(
    rf"\s*(?:{MADE_AS}\s+)?{STRENGTH}\s?([/-])\s?{STRENGTH}(?:\s?[/-]\s?{STRENGTH})?"
    r"(?:(?=\s*(?:/|per)\s*\d+\s*(?:ml|cc))|(?![\d/.]*\d)(?!\w)(?!\s*(?:ml|cc)))"
)
SECOND_STRENGTH = re.compile(r"\s*mg(?!\w)(?:\s?[/-]\s?(\d+(?:\.\d+)?)(?:\s*mg)?(?!\w))?")
BETWEEN_PARTS = re.compile(r"\s*[/+&]\s*|\s*-\s*|\s+and\s+|\s+with\s+")
PIECE_NEXT = re.compile(rf"\s*{PIECE}\b")
PM_NEXT = re.compile(r"\s+pm\b")
OTHER_FORM = "another form"
ON_SKIN = "topical"
MOST_TABLETS = 4  # a range up to this behind a name counts tablets
MULTIPLES = range(1, 5)  # of a strength
ENDS_IN_NUMBER = re.compile(r"\d$")


@dataclass(slots=True)
class Named:
    """What the name says. Exactly one of ``drug``, ``product``, ``typed`` is set."""

    drug: str | None = None
    product: str | None = None
    typed: str | None = None
    shown: list[str] = field(default_factory=list)
    asked: list[tuple[Question, dict[str, str]]] = field(default_factory=list)
    classes: tuple[str, ...] = ()
    amounts_readable: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A known name in the line."""

    start: int
    end: int
    name: str


def find_name(line: SigLine, words: SigWords) -> Named | None:
    """The medicine of the line, covering what was read; ``None`` when no known name is in it."""
    place = next(_places(line, words), None)
    if place is None:
        return None
    if _is_unlisted_pm(line, words, place):
        end = line.text.index("pm", place.end) + 2
        return _typed(line, place.start, end, words.questions["A5f"])
    form = _form_of(line, words, place)
    if form is not None:
        line.cover(place.start, place.end)
        return Named(drug=form)
    if place.name in words.unclear:
        return _unclear(line, words.unclear[place.name], place)
    parts = _parts(words, place.name)
    if parts:
        return _combination(line, words, place, parts)
    product = words.product_aliases.get(place.name)
    pair = _pair_of(line, place)
    if product is not None and (pair is None or _numbers(pair) == words.products[product].strengths):
        line.cover(
            place.start, pair.end() if pair else _end_of_strength(line, words.products[product], place)
        )
        return Named(product=product)
    family = _family(words, place)
    if not _fits(words, family, pair) and _is_range(
        pair, words.drugs.get(words.drug_names.get(place.name, ""))
    ):
        return _drug(line, words, place)
    if family and (place.name not in words.drug_names or pair is not None):
        return _of_family(line, words, place, family)
    if product is not None and pair is not None and place.name not in words.drug_names:
        return _strength_and_pair(line, words, place, pair, product)
    if place.name not in words.drug_names:
        return _without_form(line, words, place)
    return _drug(line, words, place)


def _places(line: SigLine, words: SigWords) -> Iterator[Place]:
    """Known names from left to right, the longest first."""
    tokens = line.tokens()
    for at in range(len(tokens)):
        for count in range(min(LONGEST_NAME_WORDS, len(tokens) - at), 0, -1):
            name = " ".join(token.text for token in tokens[at : at + count])
            place = Place(tokens[at].start, tokens[at + count - 1].end, name)
            if (_is_known(words, name) or _parts(words, name)) and not _is_count(line, place):
                yield place


def _is_known(words: SigWords, name: str) -> bool:
    return any(
        name in known
        for known in (words.product_aliases, words.unclear, words.drug_names, words.brand_starts)
    ) or any(f"{name} {form}" in words.drug_names for form in FORMS)


def _parts(words: SigWords, name: str) -> tuple[str, ...]:
    """The drugs of a combination written by its parts, such as "oxycodone/apap"; none for any other name."""
    if _is_known(words, name):
        return ()
    parts = [_part(words, part) for part in BETWEEN_PARTS.split(name)]
    known = [part for part in parts if part is not None]
    return tuple(known) if len(known) == len(parts) > 1 else ()


def _part(words: SigWords, name: str) -> str | None:
    """The drug of one part, with or without its salt: "hydrocodone bitartrate"."""
    first, _blank, last = name.rpartition(" ")
    return words.drug_names.get(name) or (words.drug_names.get(first) if last in words.salts else None)


def _combination(line: SigLine, words: SigWords, place: Place, parts: tuple[str, ...]) -> Named:
    """The product of these parts, by its strengths in the order typed; one that is not listed is asked."""
    family = [id_ for id_, product in words.products.items() if sorted(product.drugs) == sorted(parts)]
    pair = _pair_of(line, place)
    if not family:
        named = _typed(line, place.start, place.end, words.questions["combination"])
        classes = (class_ for part in parts for class_ in words.drugs[part].classes)
        named.classes = tuple(dict.fromkeys(classes))
        return named
    if len(family) == 1 and pair is None:
        line.cover(place.start, place.end)
        return Named(product=family[0])
    typed_order = [parts.index(drug) for drug in words.products[family[0]].drugs]
    if pair is not None and len(_numbers(pair)) == len(parts):
        wanted = tuple(_numbers(pair)[at] for at in typed_order)
        fitting = [id_ for id_ in family if words.products[id_].strengths == wanted]
        if len(fitting) == 1:
            line.cover(place.start, pair.end())
            return Named(product=fitting[0])
        named = _typed(line, place.start, pair.end(), words.questions["A21"])
    else:
        named = _typed(line, place.start, place.end)
        named.asked.append(_which(words, place, tuple(family)))
    named.classes = _classes(words, tuple(family))
    return named


def _is_count(line: SigLine, place: Place) -> bool:
    """Whether the number at the end of a name counts pieces, as in "norco 10 tabs"."""
    return bool(ENDS_IN_NUMBER.search(place.name) and PIECE_NEXT.match(line.text, place.end))


def _is_unlisted_pm(line: SigLine, words: SigWords, place: Place) -> bool:
    if not PM_NEXT.match(line.text, place.end) or place.name.endswith("pm"):
        return False
    drug = words.drugs.get(words.drug_names.get(place.name, ""))
    is_brand = place.name in words.product_brands or (drug is not None and place.name in drug.brands)
    return is_brand and f"{place.name} pm" not in words.product_aliases


def _form_of(line: SigLine, words: SigWords, place: Place) -> str | None:
    """The drug that the name means together with a form word anywhere in the line."""
    unclear = words.unclear.get(place.name)
    for form, pattern in FORMS.items():
        if line.find(pattern) is None:
            continue
        drug = words.drug_names.get(f"{place.name} {form}") or (unclear and unclear.forms.get(form))
        if drug:
            return drug
    return None


def _without_form(line: SigLine, words: SigWords, place: Place) -> Named:
    """A name that is a medicine only together with a form, as "voltaren gel": which form is asked."""
    drugs = dict.fromkeys(
        drug for name, drug in words.drug_names.items() if name.startswith(f"{place.name} ")
    )
    forms = [words.drugs[drug] for drug in drugs]
    named = _typed(line, place.start, place.end)
    named.asked.append(
        (words.questions["A5b"], {"choices": _or([*(form.name for form in forms), OTHER_FORM])})
    )
    if not any(ON_SKIN in form.classes for form in forms):  # a cream says nothing of a tablet of its name
        named.classes = _common(form.classes for form in forms)
    return named


def _unclear(line: SigLine, unclear: UnclearName, place: Place) -> Named:
    if unclear.keeps is not None and _pair_of(line, place) is None:
        line.cover(place.start, place.end)
        return Named(drug=unclear.keeps, asked=[(unclear.question, {})])
    named = _typed(line, place.start, place.end, unclear.question)
    named.classes = unclear.classes_assumed
    return named


def _typed(line: SigLine, start: int, end: int, question: Question | None = None) -> Named:
    text = line.typed[start:end][:LONGEST_TYPED]
    line.cover(start, end)
    asked: list[tuple[Question, dict[str, str]]] = [(question, {})] if question else []
    return Named(typed=text, asked=asked, amounts_readable=False)


def _pair_of(line: SigLine, place: Place) -> re.Match[str] | None:
    """The pair or triple of strengths right behind the name; "1-2 tabs" is none, "8-2 film" is one."""
    found = PAIR.match(line.text, place.end)
    if found is None:
        return None
    first, second, *third = _numbers(found)
    if found[2] == "-" and not third and first < second <= MOST_TABLETS:
        return None  # "advil 2-3 prn"
    is_strength = first > second or second > MOST_PIECES
    return found if is_strength or not PIECE_NEXT.match(line.text, found.end()) else None


def _end_of_strength(line: SigLine, product: SigProduct, place: Place) -> int:
    """Behind "suboxone 8" the rest of "8 mg-2 mg", when the product has just that strength."""
    found = SECOND_STRENGTH.match(line.text, place.end)
    if found is None or (found[1] and float(found[1]) not in product.strengths[1:2]):
        return place.end
    return found.end()


def _is_range(pair: re.Match[str] | None, drug: SigDrug | None) -> bool:
    """Whether "5-10" behind the name of a drug are two of its own strengths: from 5 to 10 mg."""
    if pair is None or drug is None or pair[2] != "-" or pair[4] is not None:
        return False
    low, high = _numbers(pair)
    return low < high and {low, high} <= {
        strength * times for strength in drug.strengths_mg for times in MULTIPLES
    }


def _numbers(pair: re.Match[str]) -> tuple[float, ...]:
    return tuple(float(number) for number in pair.group(1, 3, 4) if number is not None)


def _family(words: SigWords, place: Place) -> tuple[str, ...]:
    """Products that the name may mean: a brand, longer brands that begin with it, or a first ingredient."""
    brands = [
        product
        for brand, products in words.product_brands.items()
        if brand == place.name or brand.startswith(f"{place.name} ")
        for product in products
    ]
    drug = words.drug_names.get(place.name)
    own = [id_ for id_, product in words.products.items() if drug is not None and product.first_drug == drug]
    return tuple(dict.fromkeys(brands if drug is None or not own else own))


def _of_family(line: SigLine, words: SigWords, place: Place, family: tuple[str, ...]) -> Named:
    """The product of a family that the pair names; without a pair, or with another one, it is asked."""
    pair = _pair_of(line, place)
    if pair is not None:
        fitting = [id_ for id_ in family if words.products[id_].strengths == _numbers(pair)]
        end = pair.end()
        if len(fitting) == 1:
            line.cover(place.start, place.end)
            line.cover(pair.start(), end)
            return Named(product=fitting[0])
        named = _typed(line, place.start, end, words.questions["A21"])
    elif len(family) == 1 and place.name in words.product_brands:
        line.cover(place.start, place.end)
        return Named(product=family[0])
    else:
        named = _typed(line, place.start, place.end)
        named.asked.append(_which(words, place, family))
    named.classes = _classes(words, family)
    return named


def _fits(words: SigWords, family: tuple[str, ...], pair: re.Match[str] | None) -> bool:
    return pair is not None and any(words.products[id_].strengths == _numbers(pair) for id_ in family)


def _which(words: SigWords, place: Place, family: tuple[str, ...]) -> tuple[Question, dict[str, str]]:
    """Which strength, or which of several brands when the forms differ."""
    if len({words.products[id_].form for id_ in family}) == 1 and len(family) > 1:
        pairs = dict.fromkeys("/".join(f"{mg:g}" for mg in words.products[id_].strengths) for id_ in family)
        return words.questions["A5"], {"choices": _or(list(pairs))}
    brands = [brand for brand in words.product_brands if brand.startswith(place.name)]
    brands = brands or [words.products[id_].name for id_ in family]
    return words.questions["A5b"], {"choices": _or(brands)}


def _or(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} or {items[-1]}" if len(items) > 1 else items[0]


def _classes(words: SigWords, family: tuple[str, ...]) -> tuple[str, ...]:
    """Classes that every product of the family has."""
    return _common(words.products[id_].classes for id_ in family)


def _common(classes: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    first, *others = classes
    return tuple(class_ for class_ in first if all(class_ in other for other in others))


def _strength_and_pair(
    line: SigLine, words: SigWords, place: Place, pair: re.Match[str], product: str
) -> Named:
    """A name that holds its strength, with a pair behind it: how many tablets, or another strength."""
    if max(_numbers(pair)) <= MOST_PIECES:
        line.cover(place.start, place.end)
        return Named(product=product)
    named = _typed(line, place.start, pair.end(), words.questions["A21"])
    named.classes = words.products[product].classes
    return named


def _drug(line: SigLine, words: SigWords, place: Place) -> Named:
    drug = words.drug_names[place.name]
    line.cover(place.start, place.end)
    _pass_salt(line, words, drug, place.end)
    shown = [f"Read as {words.drugs[drug].name}."] if place.name in words.misspellings else []
    return Named(drug=drug, shown=shown)


def _pass_salt(line: SigLine, words: SigWords, drug: str, end: int) -> None:
    """Cover the salt or make right behind the name: the medicine stays the same."""
    for salt in words.salts:
        own = salt.removeprefix(f"{drug} ")
        found = re.compile(rf"\s+{re.escape(own)}(?![\w/])").match(line.text, end)
        if found:
            line.cover(found.start(), found.end())
            return


def guess_name(line: SigLine, words: SigWords) -> Named:
    """No known name: the words before the first number, kept as typed, with a question when one is near."""
    tokens = line.tokens()
    for at, token in enumerate(tokens):
        near = _near(words, token) or (_near_by_two(words, token) if at == 0 else [])
        if near:
            named = _typed(line, token.start, token.end, None)
            named.asked.append(
                (words.questions["names"], {"choices": _or(near)})
                if len(near) > 1
                else (words.questions["read-as"], {"read": near[0]})
            )
            return named
    for token in tokens:
        begun = [
            drug for drug in words.drugs if len(token.text) >= SHORTEST_GUESS and drug.startswith(token.text)
        ]
        if len(begun) == 1 and token.text.isalpha():
            line.cover(token.start, token.end)
            return Named(drug=begun[0], asked=[(words.questions["A8"], {})], amounts_readable=False)
    return _words_before_number(line, tokens)


def _words_before_number(line: SigLine, tokens: list[Token]) -> Named:
    taken: list[Token] = []
    for token in tokens:
        if any(char.isdigit() for char in token.text) or (
            taken and "\x00" in line.text[taken[-1].end : token.start]
        ):
            break
        taken.append(token)
    if not taken:
        return Named(typed=line.typed.strip()[:LONGEST_TYPED])
    named = _typed(line, taken[0].start, taken[-1].end)
    named.amounts_readable = True
    return named


def _near(words: SigWords, token: Token) -> list[str]:
    """Medicines with a name one letter away; words that are too short to tell are left alone."""
    if len(token.text) < SHORTEST_NEAR or not token.text.isalpha():
        return []
    return _named(words, (name for name in _all_names(words) if _one_letter_apart(name, token.text)))


def _near_by_two(words: SigWords, token: Token) -> list[str]:
    """Medicines with a long name two letters away that begins with the same letter."""
    text = token.text
    if len(text) < SHORTEST_NEAR_BY_TWO or not text.isalpha():
        return []
    return _named(words, (name for name in _all_names(words) if is_near(text, name)))


def _all_names(words: SigWords) -> Iterator[str]:
    yield from words.drug_names
    yield from words.product_brands


def _named(words: SigWords, names: Iterable[str]) -> list[str]:
    """The full names to ask with: the drug's own, or the brand of a combination."""
    found = {
        words.drugs[words.drug_names[name]].name.lower() if name in words.drug_names else name
        for name in names
    }
    return sorted(found)


def _one_letter_apart(name: str, word: str) -> bool:
    """One letter changed, left out, put in, or two neighbours exchanged."""
    if abs(len(name) - len(word)) > 1 or name == word:
        return False
    start = next((at for at, pair in enumerate(zip(name, word, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    rest, other = name[start:], word[start:]
    return (
        rest[1:] == other[1:]
        or rest == other[1:]
        or rest[1:] == other
        or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    )
