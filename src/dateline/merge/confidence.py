"""How sure an event report is: a logistic model over what each reader saw, fitted on the corpus's dev split."""

from __future__ import annotations

import math
from collections.abc import Mapping

FACTS = ("both", "rules_only", "trigger", "sub_type", "place", "own_place", "same_type", "same_place", "dated", "acted", "told")
"""What the confidence rests on, each between 0 and 1.

both, rules_only: who found it. trigger: the model's chance of its trigger. sub_type: of its sub-event type. place: of the link to its place.
own_place: the place stands in the text beside it. same_type, same_place: the readers agree. dated: it has a date of its own. acted: somebody is
named who did it. told: the chance that its sentence tells something at all.
"""


def event_confidence(facts: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """Return the calibrated chance that an event report is right; None without fitted weights."""
    if not weights:
        return None
    total = weights["bias"] + sum(weights[name] * facts.get(name, 0.0) for name in FACTS)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


__all__ = ["FACTS", "event_confidence"]
