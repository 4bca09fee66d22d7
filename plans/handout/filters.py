"""What the templates of the handout may call, beside Django's own filters."""

from __future__ import annotations

from django.template import Library

from plans.paragraphs import paragraphs

register = Library()
register.filter("paragraphs", paragraphs)
