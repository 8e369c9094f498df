"""The heads of the reader: what is asked of each word, span, sentence and pair."""

from __future__ import annotations

from dateline.models.layout import Layout, layout_of

SUB_TYPES = (
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash", "Chemical weapon", "Air/drone strike", "Suicide bomb",
    "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade", "Sexual violence", "Attack",
    "Abduction/forced disappearance", "Peaceful protest", "Protest with intervention", "Excessive force against protesters",
    "Violent demonstration", "Mob violence", "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
    "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
)  # fmt: skip
REALIS = ("actual", "attempted_failed", "planned", "ongoing", "hypothetical_denied")
SALIENCE = ("core", "background", "aggregate")
OUTCOMES = ("none", "captured", "lost", "repelled", "route_cut", "freed", "destroyed", "none_gained")
TOLLS = ("killed", "wounded", "captured", "missing", "abducted", "freed", "displaced", "casualties")
CATEGORIES = ("civilian", "combatant", "mixed", "unknown")
EFFECTS = ("destroyed", "damaged", "captured", "engaged", "suppressed")
STATES = ("held", "contested", "besieged", "shared", "lost")
PREDICATES = (
    "relation", "purpose", "cause", "condition", "assessment", "motive", "agreement", "office", "vote", "framing", "capability", "background", "other",
)  # fmt: skip
ACTOR_CLASSES = (
    "state_forces", "police", "rebel", "militia", "external", "civilians", "protesters", "government", "media", "person", "organisation", "unidentified",
)  # fmt: skip
LEVELS = ("country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "site", "road", "hill", "area", "water", "other")
LAYERS = ("actor", "place", "time", "weapon", "quantity", "trigger", "toll", "loss", "cue", "source", "content", "statement", "control")
RE3D = (
    "Organisation", "Location", "Person", "Temporal", "DocumentReference", "Quantity", "Weapon", "MilitaryPlatform", "Money", "Nationality",
)  # fmt: skip
MUC_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
MUC_TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
PLOVER = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT",
    "THREATEN", "YIELD",
)  # fmt: skip
ROLES = ("initiator", "target", "victim", "supporter")
RELATIONS = ("at", "in", "near", "towards", "from")

HEADS = (
    *((layer, "tags", (layer,)) for layer in LAYERS),
    *((f"polnear.{layer}", "tags", (layer,)) for layer in ("cue", "source", "content")),
    ("re3d", "tags", RE3D), ("cameo", "tags", ("S", "T", "R")), ("muc", "tags", MUC_ROLES),
    ("sub_type", "span", SUB_TYPES), ("realis", "span", REALIS), ("salience", "span", SALIENCE), ("outcome", "span", OUTCOMES),
    ("again", "span", ("new", "again")), ("certainty", "span", ("certain", "probable", "possible")), ("polarity", "span", ("+", "-")),
    ("cue_class", "span", ("neutral", "distancing", "endorsing")), ("toll_kind", "span", TOLLS), ("category", "span", CATEGORIES),
    ("effect", "span", EFFECTS), ("state", "span", STATES), ("predicate", "span", PREDICATES), ("actor_class", "span", ACTOR_CLASSES),
    ("level", "span", LEVELS), ("muc_type", "span", MUC_TYPES),
    ("relevant", "sentence", ("no", "yes")), ("muc_relevant", "sentence", ("none", *MUC_TYPES)), ("plover", "sentence", PLOVER),
)  # fmt: skip

LEGAL = {
    **{role: [("trigger", "actor")] for role in ROLES},
    **{f"place.{relation}": [("trigger", "place")] for relation in RELATIONS},
    "time": [("trigger", "time")], "toll": [("trigger", "toll")], "loss": [("trigger", "loss")], "same": [("trigger", "trigger")],
    "source": [("cue", "source"), ("polnear.cue", "polnear.source")], "content": [("cue", "content"), ("polnear.cue", "polnear.content")],
    "holder": [("control", "actor")], "held": [("control", "place")], "of": [("toll", "actor")],
    "corefer": [("actor", "actor"), ("place", "place")],
}  # fmt: skip
VECTOR = 128


def layout() -> Layout:
    """Return the layout of the reader's output."""
    return layout_of(HEADS, LEGAL, VECTOR)
