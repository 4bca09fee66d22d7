"""Exercise pictures: line art drawn from joint angles (physical-therapy.md 6.1)."""

from plans.handout.figures.scene import Figure, draw

__all__ = ["Figure", "draw"]
