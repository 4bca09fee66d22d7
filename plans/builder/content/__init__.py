"""The handout's content: every sentence of the printed page, chosen from plan and knowledge, not laid out."""

from plans.builder.content.make import build_content

__all__ = ["build_content"]
