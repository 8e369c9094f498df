"""Find named groups that no registry lists ("Northern Salvation Front (NSF)"), and their short forms later in the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.data.group_words import load_group_words
from dateline.find.names import country_of_demonym, is_name_word, name_runs
from dateline.find.tokens import Tokens
from dateline.records import ActorMention, Sentence

MADE_BY = "rule:find.groups"
_MAX_ACRONYM = 7
_ACRONYM_CAPITALS = 2  # "MJ", "HuJI", "SPLM-N"


@dataclass(slots=True)
class GroupMemory:
    """The short forms that the report has introduced, each with the mention that it stands for."""

    acronyms: dict[str, ActorMention] = field(default_factory=dict)
    heads: dict[str, ActorMention] = field(default_factory=dict)  # "front" of the group last named with that word, for "the Front"


def find_groups(sentence: Sentence, words: Tokens, taken: list[ActorMention], memory: GroupMemory) -> list[ActorMention]:
    """Return the mentions of unlisted groups in a sentence, names first introduced here or earlier in the report."""
    covered = {i for m in taken for i in range(*words.inside(m.span))}
    out: list[ActorMention] = []
    for first, last in name_runs(words, frozenset(covered)):
        mention = _group(sentence, words, first, last, covered) or _led_by_noun(sentence, words, first, last)
        if mention is not None:
            out.append(mention)
            covered.update(range(*words.inside(mention.span)))
    for mention in [*taken, *out]:
        acronym = _acronym_after(words, words.inside(mention.span)[1])
        if acronym is not None:
            memory.acronyms.setdefault(acronym, mention)
    vocabulary = load_group_words()
    for mention in sorted([*taken, *out], key=lambda m: m.span.start) if taken or out else ():
        first, last = words.inside(mention.span)
        head = next((word for word in reversed(words.lowers[first:last]) if word in vocabulary.head_of), None)
        if head is not None and last - first > 1 and words.is_name(words.lowers.index(head, first)):
            memory.heads[head] = mention
    if not memory.heads and not memory.acronyms:
        return out
    for i, word in enumerate(words.words):
        if not words.names[i] and not word[:1].isupper():
            continue
        short = memory.heads.get(words.lowers[i])
        if short is not None and i not in covered and i and words.lowers[i - 1] == "the" and not _longer(words, i):
            out.append(
                ActorMention(words.span(i, i + 1), sentence.index, short.name, short.side, short.actor_class, short.entry, made_by=MADE_BY)
            )
            continue
        known = memory.acronyms.get(word.removesuffix("'s").removesuffix("’s"))
        if known is not None and i not in covered and words.span(i, i + 1).start > known.span.end + 2:
            out.append(
                ActorMention(words.span(i, i + 1), sentence.index, known.name, known.side, known.actor_class, known.entry, made_by=MADE_BY)
            )
    return out


_FIGHTERS = frozenset("fighters militants soldiers members militiamen gunmen insurgents commanders guerrillas mujahideen".split())


def _led_by_noun(sentence: Sentence, words: Tokens, first: int, last: int) -> ActorMention | None:
    """Read "fighters of the Tarma Host": whom fighters are of is an armed group, unless it is a place, which has no article."""
    if (
        first < 3
        or words.lowers[first - 1] != "the"
        or words.lowers[first - 2] != "of"
        or words.lowers[first - 3] not in _FIGHTERS
        or last - first < 2
    ):
        return None
    name = " ".join(words.words[first:last])
    return ActorMention(words.span(first, last), sentence.index, name, name, "rebel", made_by=MADE_BY)


def _longer(words: Tokens, i: int) -> bool:
    """Tell "the Front" from "the Front National"."""
    return i + 1 < len(words) and words.is_name(i + 1)


def _group(sentence: Sentence, words: Tokens, first: int, last: int, covered: set[int]) -> ActorMention | None:
    vocabulary = load_group_words()
    if (
        last - first == 1 and words.lowers[first] in vocabulary.head_of and first and words.lowers[first - 1] == "the"
    ):  # "the Emirate of the Two Rivers"
        end = _of_phrase(words, last)
        if end > last and not covered.intersection(range(last, end)):
            name = " ".join(words.words[first:end])
            armed = "rebel" if words.lowers[first] in ("emirate", "caliphate") else vocabulary.head_of[words.lowers[first]]
            return ActorMention(words.span(first, end), sentence.index, name, name, armed, made_by=MADE_BY)
    while last - first > 2 and words.lowers[first].endswith(("-backed", "-led", "-linked", "-allied")):
        first += 1
    actor_class = vocabulary.opener_of.get(words.lowers[first])
    head = next((i for i in range(last - 1, first, -1) if words.lowers[i] in vocabulary.head_of), None)
    if head is not None and actor_class is None:
        actor_class = vocabulary.head_of[words.lowers[head]]
        if head + 1 == last:
            last = _of_phrase(words, last)
        if actor_class == "rebel" and (words.lowers[first] in vocabulary.state or country_of_demonym(words.lowers[first]) is not None):
            actor_class = "state_forces"
    if actor_class is None or last - first < 2:
        return None
    name = " ".join(words.words[first:last])
    return ActorMention(words.span(first, last), sentence.index, name, name, actor_class, made_by=MADE_BY)


def _of_phrase(words: Tokens, last: int) -> int:
    """Extend "Front" by "for the Liberation of X"."""
    position = last
    while position + 1 < len(words) and words.lowers[position] in ("of", "for", "the") and position - last < 2:
        position += 1
    if position > last and position + 1 < len(words) and words.words[position][:1].isupper() and is_name_word(words, position + 1):
        position += 1  # "of the Two Rivers": a number is no name on its own
    if position > last and position < len(words) and is_name_word(words, position):
        while position < len(words) and is_name_word(words, position):
            position += 1
        return (
            _of_phrase(words, position)
            if words.lowers[position - 1] in ("liberation", "salvation", "defence", "defense", "unity")
            else position
        )
    return last


def _acronym_after(words: Tokens, last: int) -> str | None:
    if last + 2 < len(words) and words.words[last] in "([" and words.words[last + 2] in ")]":
        word = words.words[last + 1]
        if sum(map(str.isupper, word)) >= _ACRONYM_CAPITALS and len(word) <= _MAX_ACRONYM and word.replace("-", "").isalnum():
            return word
    return None
