"""Facts by name, worked out when first asked for, of one patient on one day.

A trial (a medicine added, taken off, its dose not known) is the same patient with another list: facts
that the change cannot touch are taken from the facts before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from plans.builder.medicines.listing import MedicineList
from plans.intake.clinic import ClinicSettings
from plans.intake.intake import Intake
from plans.knowledge.medicine_book import Medicines

if TYPE_CHECKING:
    from plans.builder.medicines.rulebook import Rulebook

Calculation = Callable[["Facts"], Any]


class Facts:
    """Facts by name. ``get`` gives ``None`` for what is missing; names are those of facts.toml."""

    __slots__ = (
        "_before",
        "_changed",
        "_values",
        "as_of",
        "book",
        "clinic",
        "intake",
        "listed",
        "printed",
        "rulebook",
    )

    def __init__(
        self,
        intake: Intake,
        as_of: date,
        clinic: ClinicSettings,
        listed: MedicineList | None,
        rulebook: Rulebook,
    ) -> None:
        self.intake, self.as_of, self.clinic = intake, as_of, clinic
        self.listed, self.rulebook = listed, rulebook
        self.book: Medicines = rulebook.book
        self.printed: dict[tuple[str, str], str] = {}  # medicine, language -> its name in a sentence
        self._values: dict[str, Any] = {}
        self._before: Facts | None = None
        self._changed: frozenset[str] = frozenset()

    def get(self, name: str) -> Any:
        """The fact's value; ``AtLeast`` and ``WarnsOnly`` are values that only some tests can use."""
        values = self._values
        if name in values:
            return values[name]
        if self._before is not None and name not in self._changed:
            value = self._before.get(name)
        else:
            value = self.rulebook.calculations[name](self)
        values[name] = value
        return value

    def unit(self, name: str) -> str | None:
        """The unit as facts.toml writes it, or None."""
        return self.book.facts[name].unit or None

    def given(self, values: Mapping[str, Any]) -> Facts:
        """The same facts with some handed in."""
        other = self._copy(self.listed, frozenset(values))
        other._values.update(values)
        return other

    def with_values(self, values: Mapping[str, Any]) -> Facts:
        """The facts as they would be with other values: what is made from them is worked out again."""
        made = self.rulebook.made_from(values)
        other = self._copy(self.listed, made | frozenset(values))
        other._values.update(values)
        return other

    @property
    def changed(self) -> frozenset[str]:
        """Names of the facts that a trial may change."""
        return self._changed

    def with_list(self, listed: MedicineList, tokens: frozenset[str]) -> Facts:
        """The same patient with another list that differs in medicines with ``tokens``."""
        return self._copy(listed, self.rulebook.changed_facts(tokens))

    def _copy(self, listed: MedicineList | None, changed: frozenset[str]) -> Facts:
        other = Facts(self.intake, self.as_of, self.clinic, listed, self.rulebook)
        other._before, other._changed = self, changed
        return other
