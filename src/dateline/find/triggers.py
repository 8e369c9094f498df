"""Find the words that name events: verbs, nouns and set phrases of data/triggers.toml, in their grammatical form."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.data.triggers import TriggerForm, TriggerTable, load_triggers
from dateline.find.tokens import Tokens
from dateline.records import Sentence, TriggerMention

_BE = frozenset("is are was were be been being am get got gets getting 's".split())
_HAVE = frozenset("has have had having".split())
_BASE_BEFORE = frozenset(
    "to will would can could may might must shall should did does do not they we who which didn't doesn't don't wouldn't couldn't won't cannot can't".split()
)
_OBJECT_OPENERS = frozenset(
    "the a an its their his her several two three four five six seven eight nine ten eleven twelve more dozens scores hundreds civilians another".split()
)
_COUNT_OPENERS = _OBJECT_OPENERS | frozenset("at over up around about nearly some".split())
_NOUN_BEFORE = frozenset(
    "a an the this that these those his her its their our my your each every another any no some several many few two three four five "
    "six seven eight nine ten dozens scores more most latest recent new second first third last previous deadly bloody fierce heavy "
    "intense violent major large massive coordinated joint successive repeated further fresh ongoing of in by after during from for "
    "against amid following despite before with under between on into".split()
)
_ADVERBS = frozenset(
    "also reportedly allegedly apparently repeatedly recently already then just later previously not never now still being been "
    "subsequently violently brutally accidentally deliberately immediately seriously fatally slightly badly again once heavily".split()
)
_LABOUR = frozenset(
    "union unions workers worker teachers federation employees drivers labor labour traders shopkeepers lawyers shutter-down trade-unionists "
    "strikers doctors nurses miners transport general".split()
)
_ARMS = frozenset(
    "air drone drones missile missiles killed military aircraft warplanes jets rocket rockets artillery forces troops militants targets".split()
)
_AIRCRAFT = frozenset(
    "drone drones missile missiles aircraft helicopter helicopters jet jets plane planes warplane warplanes rocket rockets uav uavs gunship".split()
)
_PROJECTILES = frozenset(
    "shell shells rocket rockets mortar mortars missile missiles projectile projectiles bomb bombs munition munitions".split()
)
_IN_WORDS = frozenset("harshly verbally sharply bitterly publicly fiercely politically personally".split())
"""Adverbs that make an attack one of words."""
_NOT_BEFORE = {
    "fighting": frozenset(
        "position positions vehicle vehicles force forces men unit units age spirit season capability capabilities chance".split()
    ),
    "attack": frozenset("aircraft helicopter helicopters jets planes dog dogs ads drones , bomber".split()),
    "shelling": frozenset(["range"]),
    "combat": frozenset(
        "aircraft unit units troops operations experience vehicle vehicles gear jets readiness drones mission missions zone".split()
    ),
    "strike": frozenset("group force aircraft capability capabilities assessments".split()),
    "raid": frozenset(["siren"]),
    "rescue": frozenset(
        "worker workers team teams operation operations service services crew crews effort efforts mission helicopter personnel".split()
    ),
    "battle": frozenset("tank tanks group groups royal dress plan plans cry lines line hardened field".split()),
    "demonstrated": frozenset("that how why the a an its their his much great clear clearly our".split()),
    "demonstrates": frozenset("that how why the a an its their his much great clear clearly our".split()),
    "demonstrate": frozenset("that how why the a an its their his much great clear clearly our".split()),
    "operation": frozenset("room rooms".split()),
    "operations": frozenset("room rooms".split()),
    "bombing": frozenset(["campaign"]),
    "taken by": frozenset("bus buses car truck plane train road sea air boat helicopter ambulance surprise storm".split()),
    "fought": frozenset(["tears"]),
    "fell": frozenset("from by percent sharply below silent short ill asleep apart out behind off on over under victim".split()),
}
"""Words that turn a trigger into part of a name for a thing: "fighting vehicle", "battle tank", "demonstrated that"."""


def names_a_thing(trigger: str, after: str) -> bool:
    """Tell whether a trigger with the word behind it names a thing and no deed ("within shelling range"); any case."""
    return after.lower() in _NOT_BEFORE.get(trigger.lower(), ())


_FIGURATIVE_OBJECT = frozenset(
    "mood imagination attention headlines prices price record records vote votes title championship gold "
    "hearts heart crisis poverty inflation opportunity chance blow deal note notes chord balance compromise match game team season goal "
    "goals election elections".split()
)


def find_triggers(sentences: Sequence[Sentence], tokens: Sequence[Tokens]) -> tuple[TriggerMention, ...]:
    """Return the triggers of the reporting zones in text order, never overlapping; the longest phrase wins."""
    table = load_triggers()
    found: list[TriggerMention] = []
    for sentence, words in zip(sentences, tokens, strict=True):
        found += _scan(sentence, words, table)
    return tuple(found)


def _scan(sentence: Sentence, tokens: Tokens, table: TriggerTable) -> list[TriggerMention]:
    found: list[TriggerMention] = []
    lowers = tokens.lowers
    position, size = 0, len(tokens)
    while position < size:
        forms = table.by_first.get(lowers[position])
        hit = next((f for f in forms if lowers[position : position + len(f.words)] == f.words), None) if forms else None
        if hit is None or forms is None:
            position += 1
            continue
        same_length = [f for f in forms if lowers[position : position + len(f.words)] == f.words and len(f.words) == len(hit.words)]
        mention = _read(sentence, tokens, position, same_length, table)
        if mention is not None:
            found.append(mention)
        position += len(hit.words)
    return found


def _read(sentence: Sentence, tokens: Tokens, position: int, forms: list[TriggerForm], table: TriggerTable) -> TriggerMention | None:
    """Choose among the readings of the same words by the words around them; None where none is an event."""
    last = position + len(forms[0].words)
    if sentence.zone != "title" and (_in_name(tokens, position, last) or (tokens.words[position] == "March" and position > 0)):
        return None
    for form, grammar in _readings(tokens, position, last, forms, sentence.zone == "title"):
        sense = table.senses[form.sense]
        before = tokens.lowers[position - 1] if position else ""
        after = tokens.lowers[last] if last < len(tokens) else ""
        if before in _IN_WORDS:
            continue
        labour = before.endswith(("-hour", "-day")) or before in _LABOUR or bool(_LABOUR.intersection(tokens.lowers))
        if sense.needs == "labour" and not labour:
            continue
        if sense.id == "strike" and form.lemma == "strike" and grammar == "noun" and labour and not _ARMS.intersection(tokens.lowers):
            continue
        if before in sense.not_after or names_a_thing(" ".join(forms[0].words), after) or _figurative(tokens, position, last):
            continue
        if sense.needs == "weapon_before" and not _PROJECTILES.intersection(tokens.lowers[max(0, position - 9) : position]):
            continue
        if sense.needs == "aircraft" and not _AIRCRAFT.intersection(tokens.lowers[last : last + 6]):
            continue
        if sense.needs == "out" and not _outward(form.lemma, tokens.lowers[last : last + 10]):
            continue
        if form.needs_of and (last >= len(tokens) or tokens.lowers[last] not in ("of", "by")):
            continue
        return TriggerMention(tokens.span(position, last), sentence.index, form.lemma, sense.id, grammar)
    return None


_EXPEL = frozenset("oust expel evict dislodge".split())


def _outward(lemma: str, words: Sequence[str]) -> bool:
    """Tell "drove X out of Y" and "expelled from Y": a way out is named in the same clause."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in ",.;":
            return False
        if (word == "out" and following in ("of", "from")) or (word == "from" and lemma in _EXPEL):
            return True
    return False


def _in_name(tokens: Tokens, position: int, last: int) -> bool:
    """Tell "National Liberation Front" and "Operation Desert Storm" from events: a capitalised word next to another one inside a sentence."""
    if position == 0 or not tokens.is_name(position) or tokens.words[position].isupper():
        return False
    titled = (
        position > 3
        and tokens.lowers[position - 1] == "the"
        and tokens.lowers[position - 2] in ("for", "of")
        and tokens.is_name(position - 3)
    )
    return titled or (tokens.is_name(position - 1) and position > 1) or (last < len(tokens) and tokens.is_name(last))


def _readings(tokens: Tokens, position: int, last: int, forms: list[TriggerForm], title: bool) -> list[tuple[TriggerForm, str]]:
    verbs = [f for f in forms if f.form in ("base", "s", "past", "participle", "ing")]
    nouns = [f for f in forms if f.form in ("noun", "nouns")]
    phrases = [f for f in forms if f.form in ("phrase", "weak_phrase")]
    if phrases:
        return [(f, _phrase_grammar(f, tokens, position)) for f in phrases]
    as_noun = [(f, "noun") for f in nouns]
    as_verb = [(f, _voice(f, tokens, position, last)) for f in verbs]
    if not as_verb or not as_noun:
        return [r for r in as_noun + as_verb if _plausible(r[0], tokens, position, title)]
    return as_verb if _is_verb(tokens, position, last, verbs[0].form, title) else as_noun


def _phrase_grammar(form: TriggerForm, tokens: Tokens, position: int) -> str:
    if form.form == "weak_phrase":
        return "weak"
    if position and tokens.lowers[position - 1] in _BASE_BEFORE:
        return "verb_active"
    if any((word.endswith(("ing", "ed")) and word not in _NOUNS_IN_ING) or word in _PAST_OPENERS for word in form.words):
        return "verb_passive" if _passive_before(tokens, position) else "verb_active"
    return "noun"


_NOUNS_IN_ING = frozenset(
    "bombing bombings shooting shooting killing killings fighting hostage-taking taking armed coordinated enforced attempted forced".split()
)
_PAST_OPENERS = frozenset(
    "took take takes taken gained gain fell falls opened fired fires came come blew blow blows set shot shoot shoots beat beaten drove driven "
    "threw stepped struck hit went go sent laid lay broke split turned burnt stole signed struck brought made won gave ceded pulled pull "
    "fought fight held forced reached reach establish".split()
)


def _passive_before(tokens: Tokens, position: int) -> bool:
    back = position - 1
    while back >= 0 and (tokens.lowers[back] in _ADVERBS or tokens.lowers[back].endswith("ly")):
        if tokens.lowers[back] in ("been", "being"):
            return True
        back -= 1
    return back >= 0 and tokens.lowers[back] in _BE


def _voice(form: TriggerForm, tokens: Tokens, position: int, last: int) -> str:
    if form.form in ("base", "s"):
        return "verb_active"
    if form.form == "ing":
        return "verb_active"
    if _passive_before(tokens, position):
        return "verb_passive"
    back = position - 1
    while back >= 0 and (tokens.lowers[back] in _ADVERBS or tokens.lowers[back].endswith("ly")):
        back -= 1
    if back >= 0 and tokens.lowers[back] in _HAVE:
        return "verb_active"
    following = tokens.lowers[last] if last < len(tokens) else ""
    return "verb_passive" if following == "by" else "verb_active"


def _plausible(form: TriggerForm, tokens: Tokens, position: int, title: bool) -> bool:
    """A lone base form of a verb needs a verb's place; "-s" forms are verbs only after a noun."""
    if form.form in ("noun", "nouns"):
        return True
    before = tokens.lowers[position - 1] if position else ""
    if form.form == "base":
        return before in _BASE_BEFORE or before.endswith(("n't", "n’t")) or ((title or _plural_noun(before)) and position > 0)
    if form.form == "s":
        last = position + len(form.words)
        after = tokens.lowers[last] if last < len(tokens) else ""
        named = position > 0 and tokens.is_name(position - 1) and not _plural_noun(before)
        subject = form.sense == "change" and (named or before in ("he", "she", "who", "which"))
        return after in _OBJECT_OPENERS or (last < len(tokens) and tokens.is_name(last)) or title or subject
    if form.form in ("past", "participle"):
        return not _attributive(tokens, position, before)
    return True


_COUNTED = frozenset("two three four five six seven eight nine ten eleven twelve dozens hundreds".split())
_PEOPLE = frozenset("men women children people girls boys persons troops police".split())
_BESIDE = frozenset(
    "with for several many beside near behind between against toward towards over from like about on under to by including".split()
)


def _attributive(tokens: Tokens, position: int, before: str) -> bool:
    """Tell "the captured town" and "among killed militants", a state, from an event."""
    if before in ("a", "an", "the", "his", "their", "its", "among", "of"):
        return True
    after = tokens.lowers[position + 1] if position + 1 < len(tokens) else ""
    counted = before.isdigit() or before in _COUNTED
    return (before in _BESIDE and _plural_noun(after)) or (counted and (after in _PEOPLE or _plural_noun(after)))


def _plural_noun(word: str) -> bool:
    return len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_verb(tokens: Tokens, position: int, last: int, form: str, title: bool) -> bool:
    """Tell verb from noun for words that are both ("attack", "raids", "shelling")."""
    before = tokens.lowers[position - 1] if position else ""
    after = tokens.lowers[last] if last < len(tokens) else ""
    if form in ("past", "participle"):
        return before not in ("a", "an", "the", "his", "their", "its")
    if form == "ing":
        if before in _BE:
            return after not in ("by",)
        paired = after == "and" and last + 1 < len(tokens) and tokens.lowers[last + 1].endswith("ing")  # "killing and wounding"
        if before != "the" and (after in _COUNT_OPENERS or after.isdigit() or paired):
            return True
        return (
            before not in _NOUN_BEFORE
            and after not in ("of", "in", "on", "by", "and", "between", ",", ".", "at", "near", "")
            and position > 0
        )
    if before in (
        "to",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "not",
        "did",
        "does",
        "do",
        "they",
        "we",
        "who",
        "n't",
    ):
        return True
    if before.endswith(("n't", "n’t")):
        return True
    if before in _NOUN_BEFORE or after in ("on", "by", "of", "in", "against", "near", "at", "was", "were", "had", "has", "", ".", ","):
        return False
    determined = after in ("the", "a", "an", "its", "their", "his", "several", "two", "three") or (
        last < len(tokens) and tokens.is_name(last)
    )
    return determined and (title or form == "s" or before.endswith("s"))


def _figurative(tokens: Tokens, position: int, last: int) -> bool:
    """Tell "captured the mood" and "hit a record" from events by the noun that follows."""
    for word in tokens.lowers[last : last + 4]:
        if word in _FIGURATIVE_OBJECT:
            return True
        if word not in ("the", "a", "an", "its", "their", "all", "on", "new", "his") and not word.endswith("ly"):
            return False
    return False
