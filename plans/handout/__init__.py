"""The printed page: lays the frozen content out and makes the PDF. Decides nothing."""

from plans.handout.rendering import page_one_fits, render

__all__ = ["page_one_fits", "render"]
