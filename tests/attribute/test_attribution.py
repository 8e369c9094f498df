"""Attributions of invented sentences: {s:speaker}, {c:cue} and {t:content} are marked in the text."""

from __future__ import annotations

import re

import pytest

from dateline.attribute import attribute
from dateline.records import Attribution, Span
from tests.attribute.pages import page_of, sentences_of

_MARK = re.compile(r"\{([sct]):([^{}]*)\}")

# (marked text, name of the source, type of the source)
ROWS: list[tuple[str, str, str]] = [
    # fronted
    ("{c:According to} {s:rebel sources}, {t:twelve soldiers were killed near the bridge}.", "Rebel sources", "belligerent"),
    ("{c:According to} {s:pro-government sources}, {t:nine fighters died in Velmar}.", "Pro-government sources", "unnamed"),
    ("{c:According to} {s:the Lake Observatory} {t:at least nine people were wounded in the raid}.", "Lake Observatory", "ngo_monitor"),
    ("{c:According to} {s:a police report}, {t:two men fired at the judge from a car}.", "Police report", "official"),
    ("{c:According to} {s:local residents}, {t:the shelling began at dawn and stopped at noon}.", "Local residents", "witness"),
    ("{c:According to} {s:the mayor of Brestin}, {t:four houses burned down}.", "Mayor of Brestin", "official"),
    # postposed, with and without commas
    ("{t:A convoy was hit near Orlen on Friday}, {s:the army} {c:said}.", "Army", "belligerent"),
    ("{t:The column also abandoned four trucks on the pass} {s:the monitor} {c:said}.", "Monitor", "ngo_monitor"),
    ("{t:Six children were wounded}, {c:according to} {s:hospital officials}.", "Hospital officials", "medical"),
    ("{t:Two bridges were blown up overnight}, {c:reports} {s:the Daily Courier}.", "Daily Courier", "media_outlet"),
    ("{t:Troops entered the village on Monday}, {s:witnesses} {c:said}.", "Witnesses", "witness"),
    ("{t:A mine killed two farmers near the river} {s:police} {c:said} on Tuesday.", "Police", "official"),
    ("{t:Dozens of families fled the fighting}, {c:said} {s:the Red Crescent}.", "Red Crescent", "ngo"),
    ("{t:The town had fallen without a fight}, {s:a senior military officer} {c:told} reporters.", "Senior military officer", "belligerent"),
    ("{t:The guards opened fire on the crowd}, {s:three demonstrators} {c:said}.", "Three demonstrators", "witness"),
    # preposed
    ("{s:The Border Watch} {c:said} {t:the mine killed eleven shepherds}.", "Border Watch", "official"),
    ("{s:The ministry} {c:said} that {t:its forces had retaken the port of Almer}.", "Ministry", "official"),
    ("{s:Witnesses} {c:reported} {t:heavy shelling of the eastern district}.", "Witnesses", "witness"),
    ("{s:State television} {c:reported} {t:gunfire at the Karest barracks}.", "State television", "state_media"),
    ("{s:Medics} {c:said} {t:they had treated forty wounded people}.", "Medics", "medical"),
    ("On Sunday, {s:the army} {c:said} {t:two of its posts were overrun}.", "Army", "belligerent"),
    ("Meanwhile, {s:a spokesman for the police} {c:said} {t:one officer had died}.", "Police", "official"),
    ("{s:Rebels} {c:say} {t:the truce has collapsed in the south}.", "Rebels", "belligerent"),
    ("{s:A woman whose orchard burned} {c:told} journalists that {t:the fire came from the hill}.", "Woman whose orchard burned", "witness"),
    ("{s:Jana Orlik, the governor's deputy,} {c:said} {t:the road was open again}.", "Jana Orlik", "official"),
    ("{s:President Ivan Torm} {c:announced} that {t:he would resign on Friday}.", "Ivan Torm", "official"),
    ("{s:The guerrillas} {c:claimed} {t:they had shot down a helicopter over Tarma}.", "Guerrillas", "belligerent"),
    ("{s:The foreign ministry} {c:confirmed} {t:the death of two engineers}.", "Foreign ministry", "official"),
    ("{s:The coalition} has {c:announced} {t:the capture of the airfield}.", "Coalition", "belligerent"),
    ("{s:The mission} {c:documented} {t:eleven executions in the camp}.", "Mission", "official"),
    ("{s:Investigators} {c:found} that {t:the shell came from the north}.", "Investigators", "official"),
    ("{s:Protest organizers in Bresk} {c:say} that {t:police used live rounds}.", "Protest organizers in Bresk", "official"),
    ("{s:People close to the rebels} {c:say} {t:the leader has been wounded}.", "People close to the rebels", "belligerent"),
    ("In Orlen, {s:aid workers} {c:said} {t:the clinic was empty}.", "Aid workers", "ngo"),
    # split around a clause
    ("The attack, {s:the ministry} {c:said}, {t:killed three officers}.", "Ministry", "official"),
    ("The column, {s:witnesses} {c:said}, {t:was moving without lights}.", "Witnesses", "witness"),
    # quotations
    ('{t:"The town is ours,"} {s:General Amir Hadad} {c:said} on Sunday.', "Amir Hadad", "belligerent"),
    ("{t:“We buried nine people today,”} {c:said} {s:the village doctor}.", "Village doctor", "medical"),
    ('{s:The commander} {c:said}: {t:"Our men are at the gates of Velmar."}', "Commander", "belligerent"),
    ('{t:"Two wards are full and the third has no power"} {s:the source} {c:said}.', "Source", "unnamed"),
    ('{t:"They came at night. They took the young men. Nobody has returned,"} {s:a resident} {c:said}.', "Resident", "witness"),
    ('{s:The bishop} {c:said} {t:"the killing must stop"}.', "Bishop", "ngo"),
    # relays
    ("{s:A source in Saint Anne Clinic} {c:told} SANA that {t:twelve miners were hurt}.", "Saint Anne Clinic source", "medical"),
    ("State radio quoted {s:the navy} as {c:saying} {t:the siege was over}.", "Navy", "belligerent"),
    ("{s:The commander} was {c:quoted as saying} {t:his men would not retreat}.", "Commander", "belligerent"),
    ("{s:A police officer} {c:told} Reuters {t:the charge lay under a cart}.", "Police officer", "official"),
    ("{s:The group} {c:said} in a statement carried by state television that {t:it had left Orlen}.", "Group", "official"),
    ("{s:The envoy} {c:told} Karest village elders that {t:the truce would hold}.", "Envoy", "official"),
    ("{s:Sources consulted by Reuters} {c:indicated} today that {t:nine men were held}.", "Sources consulted by Reuters", "unnamed"),
    # passives and nouns
    ("{t:The rebels were {c:reported} to have dug tunnels under the town}.", "Unnamed reports", "unnamed"),
    ("It was {c:reported} that {t:two pilots had been captured}.", "Unnamed reports", "unnamed"),
    ("{t:The mayor was killed at noon}, it was {c:reported} today by {s:the National Police}.", "National Police", "official"),
    ("The army left amid {c:reports} that {t:rebels had crossed the river}.", "Unnamed reports", "unnamed"),
    ("There were {c:reports} of {t:gunfire near the palace}.", "Unnamed reports", "unnamed"),
    ("{c:Reports} that {t:a church was shelled} spread quickly.", "Unnamed reports", "unnamed"),
    ("{s:The army's} {c:claim} that {t:the road is open} is disputed.", "Army", "belligerent"),
    # adverbs
    ("The gunboats hit the pier, {c:reportedly} {t:sinking at least four barges}.", "Unnamed reports", "unnamed"),
    ("{t:The prisoners were {c:reportedly} moved to Almer}.", "Unnamed reports", "unnamed"),
    ("{t:The mayor {c:allegedly} paid the gunmen}.", "Unnamed reports", "unnamed"),
    # accusation, blame, denial, responsibility
    ("{s:Kassar} {c:accused} {t:Tirania of bombing a school in the north}.", "Kassar", "official"),
    ("{s:Officials} {c:blamed} {t:the Front for the kidnapping}.", "Officials", "official"),
    ("{s:The army} {c:denied} {t:shelling the market}.", "Army", "belligerent"),
    ("{s:The rebels} {c:denied} that {t:they had left the hill}.", "Rebels", "belligerent"),
    ("{s:The Front} {c:claimed responsibility} for {t:the bombing}, which killed twelve people.", "Front", "belligerent"),
    ("{t:The ambush} was {c:claimed} by {s:the Dawn Brigade}.", "Dawn Brigade", "belligerent"),
    ("{s:The brigade} {c:claimed} {t:two attacks in the capital} that killed nine.", "Brigade", "belligerent"),
    # calls, warnings, promises
    ("{s:The union} {c:called for} {t:an inquiry into the raid}.", "Union", "ngo"),
    ("{s:The minister} {c:condemned} {t:the attack}.", "Minister", "official"),
    ("{s:The general} {c:warned} that {t:the dam might break}.", "General", "belligerent"),
    ("{s:The rebels} {c:vowed} {t:to retake the town}.", "Rebels", "belligerent"),
    # media of armed groups, stances
    ("{s:The guerrillas' news service Naba} {c:claimed} that {t:the garrison had fled}.", "Guerrillas' news service Naba", "belligerent"),
    ("{s:Union-linked activists} {c:reported} {t:arrests in Orlen}.", "Union-linked activists", "ngo"),
    # coordinated and repeated cues
    ("{s:The ministry} {c:denied} {t:any retreat} and said the crowd had thrown stones.", "Ministry", "official"),
    ("{s:The army} {c:said} {t:it had taken the hill}, adding that ten rebels died.", "Army", "belligerent"),
    ("{s:Residents} {c:said} {t:the shelling was heavy}, while the army said it was a drill.", "Residents", "witness"),
    ("{s:The police} {c:said} {t:two men were dead} but the mayor said three were.", "Police", "official"),
    # relative subjects
    ("The raid was seen by {s:Olga Brin}, who {c:said} {t:the planes came from the east}.", "Olga Brin", "official"),
    ("The blaze, which {s:pro-union media} {c:said} {t:was lit by a watchman}, killed four.", "Pro-union media", "media_outlet"),
    # who is cited, who is first of two, what is left to the reporter
    ("Local radio, citing {s:police sources}, {c:reported} that {t:four men were held}.", "Police sources", "official"),
    ("{t:Nine men died in Orlen}, {s:residents} and police {c:said} on Monday.", "Residents", "witness"),
    ("{s:The mayor} {c:confirmed} {t:the ambush} but did not give a toll.", "Mayor", "official"),
    ("{s:The Dawn Front} {c:claimed responsibility} for {t:the raid} in a message on its website.", "Dawn Front", "belligerent"),
    ("{s:A nurse who asked not to be named} {c:said} {t:the ward was full}.", "Nurse who asked not to be named", "medical"),
    ("{s:Medics} {c:said} {t:nine men died}; the army said it had struck a depot.", "Medics", "medical"),
    ("{t:The militia said it had taken Velmar}, a claim {s:Kassar} {c:denied}.", "Kassar", "official"),
    ("{s:Doctors Without Borders} {c:said} {t:its hospital was hit twice}.", "Doctors Without Borders", "ngo"),
    ("{s:The army} {c:said} in a communique issued here today that {t:the rebels left nine rifles}.", "Army", "belligerent"),
    ("{t:Kassar accused Tirania of shelling its posts}, which {s:Tirania} {c:denied}.", "Tirania", "official"),
    ("{s:The rebel group's spokesman Ivo Maren} {c:said} {t:the bridge was theirs}.", "Rebel group", "belligerent"),
    ("{s:The UN mission UNIFIL} {c:said} {t:a patrol was shot at}.", "UNIFIL", "un"),
    # fallen commas and apostrophes of scraped text
    ("{t:Rebels shot down a plane over Karest province} {s:a monitoring group} {c:said}.", "Monitoring group", "ngo_monitor"),
    ("{t:The river would crest by noon} {s:the Lake Observatory} {c:said}.", "Lake Observatory", "ngo_monitor"),
    ("{s:Tiranias state news agency} {c:said} {t:the strait was open again}.", "Tiranias state news agency", "state_media"),
    ("{s:Director of the Lake Observatory Ida Wirth} later {c:remarked} {t:the ferry sank within minutes}.", "Lake Observatory", "ngo_monitor"),
    ("{s:The army} {c:formally announced} that {t:it was leaving the valley}.", "Army", "belligerent"),
    ("In tears, {s:villagers} {c:said} {t:their sons were taken}.", "Villagers", "witness"),
    # counts
    ("{s:A civil society leader} {c:put} {t:the death toll at 41}.", "Civil society leader", "ngo"),
    ("{s:The ministry} {c:put} {t:the number of wounded at more than sixty}.", "Ministry", "official"),
    ("{s:Police} {c:gave} {t:a lower toll of nine}.", "Police", "official"),
    ("{s:The army} {c:put} {t:its losses at two dead}.", "Army", "belligerent"),
    ("{t:The toll was {c:put} at forty} by {s:hospital officials}.", "Hospital officials", "medical"),
    # verbs that often tell a deed
    ('{t:"We will stay,"} {s:the commander} {c:continued}.', "Commander", "belligerent"),
    ("{s:The report} {c:suggested} that {t:ten men were killed}.", "Report", "unnamed"),
    # what is denied may be a report
    ("{s:The ministry} {c:denied} {t:reports that troops had fled}.", "Ministry", "official"),
    ("{s:The army} {c:rejected} {t:claims it had shelled the market}.", "Army", "belligerent"),
    ("{s:Prime Minister Anna May} {c:said} {t:two men died}.", "Anna May", "official"),
    ("{s:The Convention for the Respect of Life (CRL)} {c:put} {t:the toll at 18}.", "Convention for the Respect of Life", "official"),
    # offices
    ("{s:Opposition leader Ana Torm} {c:said} {t:nine men died}.", "Ana Torm", "official"),
    ("{s:Pakistan} {c:said} {t:nine men died}.", "Government of Pakistan", "official"),
    ("{t:The plant was hit at dawn}, {s:regional governor Ivan Torm} {c:said}.", "Ivan Torm", "official"),
]  # fmt: skip

# sentences in which nobody asserts anything
SILENT = [
    "The two states share a border of ninety kilometres.",
    "Troops took the village on Monday and burned two houses.",
    "The army added two brigades to its northern command.",
    "There was no claim of responsibility by nightfall.",
    "A report of forty pages lay on the table.",
    "According to the plan, the troops will leave in May.",
    "The claims office was destroyed.",
    "Two men were held by police and state security agents.",
    "No group has claimed responsibility.",
    "A patrol was stopped by rebels.",
    "Guards caught the men accused of carrying out the bombing.",
    "Ten rebels charged with treason fled.",
    "The people who committed the attack fled.",
    "It was the first reported death of a general.",
    "Nobody claimed responsibility.",
    "No one has said who planted the bomb.",
    "None of the groups claimed responsibility for the blast.",
    "Neither side reported casualties.",
    "Rebels continue in the town.",
    "Rebels continued to shell the town.",
    "Fighters continued their attack on the airport.",
    "The army put the town under curfew.",
    "The army put two brigades at the gate.",
    "The guards gave the rebels two days.",
]


def unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """Return the text without marks and the range of each mark; a mark inside another is resolved from the inside."""
    text, spans = marked, {}
    while match := _MARK.search(text):
        kind, words = match.groups()
        cut = 3 + 1
        spans = {key: _shifted(span, match.start(), match.end()) for key, span in spans.items()}
        spans[kind] = Span(match.start(), match.start() + len(words))
        text = text[: match.start()] + words + text[match.end() :]
        assert cut == len(match.group()) - len(words)
    return text, spans


def _shifted(span: Span, start: int, end: int) -> Span:
    """Move a range after the marks around [start, end) were taken out: 3 characters in front, 1 behind."""

    def move(offset: int) -> int:
        return offset if offset <= start else offset - 3 if offset < end else offset - 4

    return Span(move(span.start), move(span.end))


def read(text: str, **given: str) -> tuple[Attribution, ...]:
    return attribute(page_of(text, **given), sentences_of(text), ())


def iou(one: Span, other: Span) -> float:
    common = max(0, min(one.end, other.end) - max(one.start, other.start))
    return common / (max(one.end, other.end) - min(one.start, other.start))


@pytest.mark.parametrize(("marked", "name", "kind"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_row(marked: str, name: str, kind: str) -> None:
    text, spans = unmark(marked)
    found = [item for item in read(text) if item.cue is not None and item.cue.overlaps(spans["c"])]
    assert found, [(item.source.name, item.cue) for item in read(text)]
    best = max(found, key=lambda item: iou(item.content, spans["t"]))
    shown = text[best.content.start : best.content.end]
    assert iou(best.content, spans["t"]) >= 0.9, shown
    assert best.cue is not None
    assert text[best.cue.start : best.cue.end] == text[spans["c"].start : spans["c"].end]
    assert (best.source.name, best.source.type) == (name, kind)
    if "s" in spans:
        assert best.source.span is not None
        assert iou(best.source.span, spans["s"]) >= 0.75, text[best.source.span.start : best.source.span.end]
    else:
        assert best.source.span is None


@pytest.mark.parametrize("text", SILENT)
def test_nobody_speaks(text: str) -> None:
    assert read(text) == ()


def test_one_cue_gives_one_attribution() -> None:
    assert len(read("Spokesmen for the guard were quoted as saying that nine men fled.")) == 1


def test_rows_cover_enough() -> None:
    assert len(ROWS) >= 80
    assert all({"c", "t"} <= unmark(row[0])[1].keys() for row in ROWS)
