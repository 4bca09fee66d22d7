"""The proposal test: the usual start of a class is added to the list and all rows are judged again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plans.builder.judge import judge
from plans.builder.medicines.entries import listed
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.listing import MedicineList, tokens_of, with_entry
from plans.builder.medicines.texts import fill
from plans.intake.intake import MedicationEntry
from plans.knowledge.medicine_rows import Proposal, SafetyRule

SEVERE = ("contraindicated", "serious")
ENDING = ("stop", "hold")
CHANGING = ("change", "hold")
ALLERGY = "allergy:"
COUNT = "_count"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a proposed medicine brings: rows that are new, and rows that became unknown."""

    proposal: Proposal
    facts: Facts
    new: tuple[SafetyRule, ...]
    missing: frozenset[str]  # facts that rows which became unknown lack

    @property
    def not_suitable(self) -> tuple[str, ...]:
        """A new contraindicated or serious row, or a new stop or hold."""
        return tuple(row.id for row in self.new if row.severity in SEVERE or row.effect in ENDING)

    @property
    def not_first_choice(self) -> tuple[str, ...]:
        """Two or more new caution rows that change or hold."""
        rows = tuple(row.id for row in self.new if row.severity == "caution" and row.effect in CHANGING)
        too_many = self.facts.book.numbers["proposal"]["cautions_too_many"]
        return rows if len(rows) >= too_many else ()

    @property
    def blocked(self) -> bool:
        return bool(self.not_suitable or self.not_first_choice)

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.not_suitable or self.not_first_choice

    @property
    def cautions(self) -> tuple[str, ...]:
        """New caution rows: an open option prints them inside itself."""
        return tuple(row.id for row in self.new if row.severity == "caution")

    @property
    def check_first(self) -> tuple[str, ...]:
        """The items one asks for with this medicine, one line each."""
        return tuple(
            words for words, facts in self.proposal.check_first if not self.missing.isdisjoint(facts)
        )

    def texts(self, rules: Collection[str]) -> tuple[str, ...]:
        """The rows in the clinician's words, as they would stand with the medicine on the list."""
        return tuple(fill(row.clinician, self.facts) for row in self.new if row.id in rules)


def try_all(facts: Facts, fired: Collection[str], unknown: Collection[str]) -> tuple[Trial, ...]:
    """A trial of every class that is not on the list now; none when medicines were not asked."""
    if facts.listed is None:
        return ()
    proposals = facts.book.proposals
    absent = [row for row in proposals if not facts.listed.has(f"class:{row.class_id}")]
    return tuple(_try(row, facts, facts.listed, fired, unknown) for row in absent)


def _try(
    proposal: Proposal,
    facts: Facts,
    before: MedicineList,
    fired: Collection[str],
    unknown: Collection[str],
) -> Trial:
    entry = MedicationEntry(
        key=proposal.drug,
        drug=proposal.drug,
        dose_mg=float(proposal.dose_mg),
        times_per_day=proposal.times_per_day,
        started_on=facts.as_of,
    )
    medicine = listed(entry, len(before.entries), facts.book, facts.as_of)
    tokens = tokens_of([medicine])
    after = facts.with_list(with_entry(before, medicine, facts.book), tokens)
    new: list[SafetyRule] = []
    missing: set[str] = set()
    changed = facts.rulebook.changed_rules(tokens)
    for ready in facts.rulebook.candidates(changed, after.listed.by_token if after.listed else ()):
        if ready.id in fired:
            if _matches_allergy(ready.row, proposal.drug, after):
                new.append(ready.row)
            continue
        verdict = judge(ready.conditions, after)
        if verdict == ():
            new.append(ready.row)
        elif verdict and ready.id not in unknown:
            missing.update(verdict)
    return Trial(proposal, after, tuple(new), frozenset(missing))


def _matches_allergy(row: SafetyRule, drug: str, after: Facts) -> bool:
    """Whether an allergy row that already fires for another medicine is about ``drug`` too (2.3)."""
    if not row.target.startswith(ALLERGY) or row.severity not in SEVERE:
        return False
    return any(
        drug in (after.get(term.fact.removesuffix(COUNT)) or ()) for term in row.when if COUNT in term.fact
    )
