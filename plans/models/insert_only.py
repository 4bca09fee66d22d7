"""Rows that are written once. Every way Django offers to change or delete one is refused here;
database triggers (migrations) refuse what goes past Django."""

from __future__ import annotations

from typing import Any, NoReturn, Self, TypeVar

from django.db import models


class WrittenOnce(Exception):
    """A row that may only be inserted was about to be changed or deleted."""


def refuse(model: type[models.Model], what: str) -> NoReturn:
    raise WrittenOnce(f"{model._meta.verbose_name} rows are written once and cannot be {what}")


Row = TypeVar("Row", bound=models.Model, covariant=True)


class InsertOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **kwargs: Any) -> NoReturn:
        refuse(self.model, "changed")

    def delete(self) -> NoReturn:
        refuse(self.model, "deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self.model, "changed")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self.model, "changed")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Row]:
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            refuse(self.model, "changed")
        return super().bulk_create(*args, **kwargs)

    def _raw_delete(self, using: str | None) -> NoReturn:
        refuse(self.model, "deleted")

    def _update(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self.model, "changed")


class InsertOnly(models.Model):
    """Base of all insert-only rows. Related rows are protected, so that no cascade reaches one."""

    objects = InsertOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_permissions = ("add", "view")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse(type(self), "changed")
        # An explicit primary key must not turn the insert into an update of another row.
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(type(self), "deleted")

    @classmethod
    def insert(cls, **values: Any) -> Self:
        """A new row; the one way actions write one."""
        row = cls(**values)
        row.save(force_insert=True)
        return row
