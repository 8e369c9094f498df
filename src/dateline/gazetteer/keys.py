"""The keys that names of places are found by: normalised spelling, and a skeleton that survives transliteration."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

from anyascii import anyascii

_APOSTROPHES = re.compile(r"['`\u2018\u2019\u02bc\u02be\u02bf\u02bb\u2032\u00b4]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ARTICLES = frozenset("al el as es an en ad ed ar er az ez at et ash esh adh edh ath eth ul ur uz us il the".split())
_REPEATED = re.compile(r"(.)\1+")
_FUSED_ARTICLE = re.compile(r"^(?:a|e|u)(?:l(?=[a-z]{2})|([zsdnrt])(?=\1)|(?:sh|dh|th)(?=sh|dh|th))")
# Spellings of one sound, longest first; what differs between French, English, German and scholarly transliteration is folded together.
_SOUNDS = {
    "tsch": "x", "dsch": "j", "shch": "x", "tch": "x", "sch": "x", "dzh": "j", "zh": "j", "dj": "j", "dh": "d", "th": "t",
    "kh": "h", "gh": "k", "sh": "x", "ch": "x", "ph": "f", "ck": "k", "qu": "k", "ce": "s", "ci": "s", "x": "ks",
    "q": "k", "g": "k", "c": "k", "z": "d", "v": "f",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_FINAL_H = re.compile(r"(?<=[aeiouy])h\b")
_INITIAL_W = re.compile(r"^ou(?=[aeo])")
VOWELS = frozenset("aeiou")
_DIPHTHONGS = (re.compile("[ae][iy]"), "i"), (re.compile("[ao][uw](?![aeiouy])|oo"), "u")
_NEAR_VOWELS = str.maketrans("eoy", "iui")
_LONG = ("aa", "a"), ("ii", "i"), ("uu", "u")
_VOWELS = re.compile(r"[aeiouyw]+")
# Letters of one script that writers exchange, and the signs over letters that they leave out (Arabic, Hebrew, Latin and Cyrillic accents).
_SAME_LETTERS = str.maketrans("أإآٱىةؤئکیےھہёґ", "اااايهويكييههег")
_LEFT_OUT = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f]")
_NOT_LETTER = re.compile(r"[\W_]+")
LONGEST_NAME = 200  # characters: what is longer is no name, and is answered without a look
_HASH_BYTES = 6  # 2^47 keys: SQLite stores them in six bytes, and a million names collide with a probe once in 10^8


@functools.lru_cache(maxsize=16384)
def ascii_fold(text: str) -> str:
    """Return the text in lower-case ASCII with apostrophes dropped."""
    bare = _APOSTROPHES.sub("", text)
    return (bare if bare.isascii() else anyascii(bare)).lower()


@functools.lru_cache(maxsize=32768)
def normalise(name: str) -> str:
    """Return the key that spellings share which differ in case, accents, punctuation, apostrophes and articles.

    >>> normalise("Deir ez-Zor"), normalise("DEIR EL ZOR"), normalise("Ḩamāh")
    ('deir zor', 'deir zor', 'hamah')
    """
    words = _NOT_WORD.sub(" ", ascii_fold(name).replace("'", "")).split()
    kept = [word for word in words if word not in _ARTICLES]
    return " ".join(kept or words)


@functools.lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """Return the consonants that transliterations of one name agree on; empty if fewer than two remain.

    >>> skeleton("Deir Hafir") == skeleton("Dayr-Haafir")
    True
    """
    words = [_FUSED_ARTICLE.sub("", word) for word in normalise(name).split()]
    text = "".join(_FINAL_H.sub("", word) for word in words)
    text = _INITIAL_W.sub("w", _REPEATED.sub(lambda match: match[1], text))
    initial = text[:1] if text[:1] in "yw" else ""
    text = _SOUND.sub(lambda match: _SOUNDS[match[0]], text)
    bones = initial + _VOWELS.sub("", text)
    return bones if len(bones) >= 2 else ""


@functools.lru_cache(maxsize=16384)
def vowels_alike(text: str) -> str:
    """Return folded text with the vowels alike that transliterations of one name exchange: e and i, o and u, long and short.

    >>> vowels_alike("hebheb"), vowels_alike("souraan"), vowels_alike("deir"), vowels_alike("dayr")
    ('hibhib', 'suran', 'dir', 'dir')
    """
    for spelt, sound in _DIPHTHONGS:
        text = spelt.sub(sound, text)
    text = text.translate(_NEAR_VOWELS)
    for pair, one in _LONG:
        while pair in text:
            text = text.replace(pair, one)
    return text


@functools.lru_cache(maxsize=8192)
def own_script(name: str) -> str:
    """Return the key of a name in a script other than Latin, without vowel signs and with exchanged letters alike; empty for Latin ones.

    >>> own_script("حَلَب") == own_script("حلب"), own_script("Aleppo")
    (True, '')
    """
    if name.isascii() or is_latin(name):
        return ""
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", name).casefold()).translate(_SAME_LETTERS)
    return _NOT_LETTER.sub(" ", bare).strip()


def key_number(kind: str, key: str) -> int:
    """Return the number that a key is stored under; kind is `n` (normalised), `s` (skeleton) or `o` (own script)."""
    digest = hashlib.blake2b(f"{kind}{key}".encode(), digest_size=_HASH_BYTES).digest()
    return int.from_bytes(digest, "big") >> 1


def is_latin(name: str) -> bool:
    """Tell whether most letters of the name are Latin: names in other scripts are found by a key of their own."""
    if name.isascii():
        return True
    return sum(1 for char in name if ord(char) < 0x250 or 0x1E00 <= ord(char) <= 0x1EFF or 0x2B0 <= ord(char) <= 0x36F) * 2 > len(name)
