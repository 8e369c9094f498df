"""English verb and noun forms for the word lists, which hold base forms only."""

from __future__ import annotations

_IRREGULAR = {
    "drive": ("drove", "driven"),
    "shoot": ("shot", "shot"), "fight": ("fought", "fought"), "overrun": ("overran", "overrun"), "strike": ("struck", "struck"),
    "hit": ("hit", "hit"), "retake": ("retook", "retaken"), "re-take": ("re-took", "re-taken"), "withdraw": ("withdrew", "withdrawn"),
    "slay": ("slew", "slain"), "hang": ("hanged", "hanged"), "take": ("took", "taken"), "blow": ("blew", "blown"), "steal": ("stole", "stolen"),
    "beat": ("beat", "beaten"), "set": ("set", "set"), "fall": ("fell", "fallen"), "say": ("said", "said"), "tell": ("told", "told"),
    "leave": ("left", "left"), "lose": ("lost", "lost"), "hold": ("held", "held"), "put": ("put", "put"), "break": ("broke", "broken"),
}  # fmt: skip
_DOUBLING = frozenset({"rob", "gun", "stab", "kidnap", "whip", "flog", "repel", "expel", "hit", "overrun"})


def verb_forms(base: str) -> dict[str, str]:
    """Return every form of a verb mapped to its kind: base, s, past, participle, ing; a shared past form is `past`."""
    past, participle = _IRREGULAR.get(base) or (_past(base), _past(base))
    forms = {participle: "participle", past: "past", _ing(base): "ing", _third(base): "s"}
    forms.setdefault(base, "base")
    return forms


def plural(noun: str) -> str:
    """Return the regular plural of a noun."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def _doubled(base: str) -> str:
    return base + base[-1] if base in _DOUBLING else base


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _ing(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "ye", "oe")):
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def _third(base: str) -> str:
    return plural(base)
