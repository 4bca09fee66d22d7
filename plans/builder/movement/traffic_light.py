"""The traffic light of one session (physical-therapy.md 2.2)."""

from __future__ import annotations

from plans.knowledge.loader import Knowledge


def traffic_light(
    knowledge: Knowledge,
    *,
    rise: int | None,
    settled_hours: float | None,
    settled: bool | None = None,
    further_down_leg: bool = False,
    new_danger_sign: bool = False,
) -> str | None:
    """green, amber, red or stop; None when the facts do not tell.

    ``rise``: points of pain after minus before. ``settled_hours``: hours until back to the start; or
    ``settled``, whether it was back within the limit. ``new_danger_sign``: new numbness or weakness,
    bladder or bowel change, chest pain, faint.
    """
    limits = knowledge.movement.precautions.traffic_limits
    if settled_hours is not None:
        settled = settled_hours <= limits.settles_within_hours
    if new_danger_sign:
        return "stop"
    if further_down_leg or settled is False or (rise is not None and rise > limits.amber_rise_up_to):
        return "red"
    if rise is None or settled is None:
        return None
    return "green" if rise <= limits.green_rise_up_to else "amber"
