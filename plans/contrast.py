"""How dark a clinic's colour is beside what it stands on (WCAG 2.2, contrast ratio)."""

from __future__ import annotations

import re

LEAST = 7.0  # of text in a handout (PR-07)
GROUNDS = ("#ffffff", "#e8f0f5")  # paper, and the tint of the main box
COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def is_color(text: str) -> bool:
    """Whether it is written as #0B4F5C."""
    return COLOR.fullmatch(text) is not None


def least_contrast(color: str) -> float:
    """The lower of the two ratios, on paper and on the tint."""
    return min(_ratio(_luminance(color), _luminance(ground)) for ground in GROUNDS)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
