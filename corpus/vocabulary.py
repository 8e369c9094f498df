"""The closed lists of the markup; what the program has a name for too is taken from its records and code books."""

from __future__ import annotations

from typing import get_args

from dateline import records
from dateline.data.codebooks import load_acled

SUB_TYPES = load_acled().event_type_of
"""Event type by sub-event type."""
TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
REALIS = frozenset(get_args(records.Realis))
SALIENCE = frozenset(get_args(records.Salience))
ROLES = frozenset(get_args(records.Role))
RELATIONS = frozenset(get_args(records.Relation))
OUTCOMES = frozenset(get_args(records.OutcomeKind))
TOLL_KINDS = frozenset(get_args(records.TollKind))
MODIFIERS = frozenset(get_args(records.Modifier))
CATEGORIES = frozenset(get_args(records.Category))
EFFECTS = frozenset(get_args(records.Effect))
CERTAINTIES = frozenset(get_args(records.Certainty))
CUE_CLASSES = frozenset(get_args(records.CueClass))
SOURCE_TYPES = frozenset(get_args(records.SourceType))
ZONES = records.BOILERPLATE | {"byline", "dateline", "section"}
"""Zones that a line names; headline, sentence and list item have marks of their own."""
PREDICATES = frozenset(
    {
        "relation", "purpose", "cause", "condition", "assessment", "motive", "agreement", "office", "vote", "framing", "capability",
        "background", "other",
    }
)  # fmt: skip
STATES = frozenset({"held", "contested", "besieged", "shared", "lost"})
ACTOR_CLASSES = frozenset(
    {
        "state_forces", "police", "rebel", "militia", "external", "civilians", "protesters", "government", "media", "person",
        "organisation", "unidentified",
    }
)  # fmt: skip
LEVELS = frozenset(
    {"country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "site", "road", "hill", "area", "water"}
)  # fmt: skip
WIDE = frozenset({"country", "admin1", "admin2", "area", "water"})
"""Levels at which people may be killed in a real place; anything narrower is invented."""
VOICES = frozenset(
    {
        "wire", "state_agency", "belligerent_channel", "ministry", "monitor", "un_sitrep", "local_blog", "broadcast", "opposition_press",
        "osint_thread", "tabloid", "translated", "ngo_report", "newspaper",
    }
)  # fmt: skip
PROFILES = frozenset(
    {
        "plain", "village_list", "nested_speaker", "denial", "failed", "planned", "conditional", "habitual", "toll_forms", "control",
        "pronoun", "passive", "nominal", "cue_date", "role_swap", "distractor", "growing_toll", "counter_claim", "boilerplate",
        "enumeration", "background",
    }
)  # fmt: skip
