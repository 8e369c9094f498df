"""Find named groups that no registry lists ("Northern Salvation Front (NSF)"), and their short forms later in the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.data.group_words import load_group_words
from dateline.find.names import country_of_demonym, is_name_word, name_runs
from dateline.find.tokens import Tokens
from dateline.records import ActorMention, Sentence

MADE_BY = "rule:find.groups"
_MAX_ACRONYM = 7


@dataclass(slots=True)
class GroupMemory:
    """The short forms that the report has introduced, each with the mention that it stands for."""

    acronyms: dict[str, ActorMention] = field(default_factory=dict)


def find_groups(sentence: Sentence, words: Tokens, taken: list[ActorMention], memory: GroupMemory) -> list[ActorMention]:
    """Return the mentions of unlisted groups in a sentence, names first introduced here or earlier in the report."""
    covered = {i for m in taken for i in range(*words.inside(m.span))}
    out: list[ActorMention] = []
    for first, last in name_runs(words, frozenset(covered)):
        mention = _group(sentence, words, first, last)
        if mention is not None:
            out.append(mention)
            covered.update(range(first, last))
    for mention in [*taken, *out]:
        acronym = _acronym_after(words, words.inside(mention.span)[1])
        if acronym is not None:
            memory.acronyms.setdefault(acronym, mention)
    for i, word in enumerate(words.words):
        known = memory.acronyms.get(word.removesuffix("'s").removesuffix("’s"))
        if known is not None and i not in covered and words.span(i, i + 1).start > known.span.end + 2:
            out.append(
                ActorMention(words.span(i, i + 1), sentence.index, known.name, known.side, known.actor_class, known.entry, made_by=MADE_BY)
            )
    return out


def _group(sentence: Sentence, words: Tokens, first: int, last: int) -> ActorMention | None:
    vocabulary = load_group_words()
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
    if position > last and position < len(words) and is_name_word(words, position):
        while position < len(words) and is_name_word(words, position):
            position += 1
        return position
    return last


def _acronym_after(words: Tokens, last: int) -> str | None:
    if last + 2 < len(words) and words.words[last] in "([" and words.words[last + 2] in ")]":
        word = words.words[last + 1]
        if word.isupper() and 2 <= len(word) <= _MAX_ACRONYM:
            return word
    return None
