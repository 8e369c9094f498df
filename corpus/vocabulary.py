"""The closed lists of the markup; the values are those of the gold schema and ACLED's code book."""

from __future__ import annotations

SUB_TYPES = {
    sub: event_type
    for event_type, subs in {
        "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
        "Explosions/Remote violence": (
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        ),
        "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
        "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
        "Riots": ("Violent demonstration", "Mob violence"),
        "Strategic developments": (
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        ),
    }.items()
    for sub in subs
}
TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
REALIS = frozenset({"actual", "attempted_failed", "planned", "ongoing", "hypothetical_denied"})
SALIENCE = frozenset({"core", "background", "aggregate"})
ROLES = frozenset({"initiator", "target", "victim", "supporter"})
RELATIONS = frozenset({"at", "near", "in", "towards", "from"})
OUTCOMES = frozenset({"captured", "lost", "repelled", "route_cut", "freed", "destroyed", "none_gained"})
TOLL_KINDS = frozenset({"killed", "wounded", "captured", "missing", "abducted", "freed", "displaced", "casualties"})
MODIFIERS = frozenset({"exact", "at_least", "more_than", "about", "nearly", "up_to", "unquantified", "range"})
CATEGORIES = frozenset({"civilian", "combatant", "mixed", "unknown"})
EFFECTS = frozenset({"destroyed", "damaged", "captured", "engaged", "suppressed"})
CERTAINTIES = frozenset({"certain", "probable", "possible"})
CUE_CLASSES = frozenset({"neutral", "distancing", "endorsing"})
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
SOURCE_TYPES = frozenset(
    {
        "belligerent", "official", "state_media", "ngo_monitor", "media_outlet", "witness", "medical", "ngo", "un", "unnamed", "author",
    }
)  # fmt: skip
LEVELS = frozenset(
    {"country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "site", "road", "hill", "area", "water"}
)  # fmt: skip
WIDE = frozenset({"country", "admin1", "admin2", "area", "water"})
"""Levels at which people may be killed in a real place; anything narrower is invented."""
ZONES = frozenset(
    {
        "byline", "dateline", "section", "donation_appeal", "disclaimer", "copyright", "contact", "navigation", "related_links",
        "social_embed", "image_caption", "site_chrome", "standing_background",
    }
)  # fmt: skip
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
