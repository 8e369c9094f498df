"""What the synthetic war is like: every rate and size by name, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

TUNING_SEEDS = range(100)
"""Wars that a linker may be tuned on."""
MEASURING_SEED = 1000
"""The first seed of the wars that figures are reported on: 1000, 1001 ... are never looked at while tuning."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares are of what the name says, unless said otherwise; sizes that grow with the war grow with the root of its event reports."""

    # the war
    places_per_root: float = 4.0  # places in the theatre for the root of the event reports: 400 at 10,000, 4,000 at a million
    incidents_per_place_day: float = 0.07  # a fought-over village sees something every other week, whatever the size of the war
    provinces: int = 7  # enough for namesakes in different ones
    namesakes: float = 0.06  # places that bear the name of a place in another province: Syria's gazetteer has about as many
    spacing_km: float = 7.0  # mean distance of neighbouring places: farmland of the Levant
    hot: float = 0.5  # incidents at places along a front; the rest anywhere
    same_place: float = 0.12  # incidents at a place where something happened that day already: days of battle bunch
    captures: float = 0.10  # incidents that are an attempt at taking a place
    capture_succeeds: float = 0.55  # of those: assaults fail about as often as not
    counter_attack: float = 0.3  # captures that are followed by an attempt to take the place back within a week
    withdrawals: float = 0.02  # incidents that are a withdrawal: places fall without a fight now and then
    sieges: float = 0.5  # tellings of who holds a place nearly cut off by one other side that call it besieged
    bloodless: float = 0.35  # violent incidents without dead: most shelling hits nobody
    tail: float = 1.4  # exponent of the Pareto law of the dead: Richardson's and Clauset's figures for battles and attacks lie near
    most_dead: int = 400  # a single incident kills no more

    # who covers what
    outlets: int = 14  # independent newsrooms, besides each side's media, two monitors, two agencies and the aggregators
    aggregators: int = 5  # pages that publish nothing of their own
    interest: float = 1.1  # outlets that hear of an incident without dead (mean)
    interest_per_dead: float = 0.9  # more of them for each doubling of the dead
    roundups: float = 0.3  # documents that list several incidents of an outlet's day
    roundup_size: int = 5  # incidents of a round-up at most
    late: float = 0.05  # documents learned of days after they were published: archives, slow feeds
    publish_next_day: float = 0.45  # reports of an incident that come out on the day after

    # who says so
    monitor: float = 0.32  # accounts that rest on a monitor's word
    belligerent: float = 0.30  # on that of a side that takes part
    medical: float = 0.10  # on hospitals and rescue workers
    unnamed: float = 0.10  # "local sources", "activists"
    own: float = 0.18  # no source at all: the outlet's own prose
    relayed: float = 0.15  # accounts of a named speaker that name the agency in between

    # what is wrong in it
    boast: float = 2.0  # by how much a belligerent multiplies the enemy's dead (median)
    shrink: float = 0.4  # and its own
    noise: float = 0.25  # relative error of a count that is neither boasted nor shrunk, where it is not exact
    exact: float = 0.6  # counts that are right, speakers without a stake
    at_least: float = 0.3  # counts that are given as a lower bound
    no_toll: float = 0.25  # accounts that leave the dead out
    sub_count: float = 0.12  # counts with a part given beside them ("including three children")
    growing: float = 0.35  # incidents with eight dead or more whose count grows over two days
    old_count: float = 0.2  # reports of a grown count that quote the earlier one
    vague_place: float = 0.15  # accounts that know only the countryside of a town
    province_only: float = 0.05  # accounts that know only the province
    namesake_taken: float = 0.15  # namesakes that are resolved to the wrong bearer
    other_village: float = 0.03  # accounts that put it in the next village
    wrong_day: float = 0.06  # accounts a day off
    no_day: float = 0.12  # accounts without a date: dated by publication, to the week
    range_day: float = 0.05  # accounts that give two or three days
    other_class: float = 0.06  # accounts that take one kind of incident for a like one (shelling for an air strike)
    no_actor: float = 0.15  # accounts that leave the attacker out
    loaded: float = 0.3  # names of an enemy that are a word of abuse, which no registry resolves
    rumours: float = 0.03  # incidents that are told and never happened
    denials: float = 0.5  # rumours and captures that a side denies
    corrections: float = 0.04  # documents that the outlet later corrects, with another toll
    retractions: float = 0.4  # documents on a rumour that the outlet later withdraws

    # copying
    copied: float = 0.35  # documents that somebody copies
    copies: float = 2.2  # how often then (mean)
    copied_again: float = 0.08  # copies that are copied in turn: chains of three and more exist and are not the rule
    verbatim: float = 0.4  # copies that are cross-posts, word for word
    edited: float = 0.3  # that keep the wording and cut or exchange some (of an agency: agency copies); the rest is told anew
    marked: float = 0.5  # cross-posts that say where they are from
    credited: float = 0.5  # re-tellings that name the outlet they took it from
    source_dropped: float = 0.35  # re-tellings that give no source at all
    embellished: float = 0.6  # event sentences with words of the writer's own
    quote: float = 0.3  # documents that quote somebody directly
    background: float = 0.4  # documents that end with their outlet's standing paragraph
    control_told: float = 0.25  # sentences that name who holds a place

    def __post_init__(self) -> None:
        told = self.monitor + self.belligerent + self.medical + self.unnamed + self.own
        if abs(told - 1) > 1e-9:
            raise ValueError(f"shares of speakers sum to {told:g}: monitor, belligerent, medical, unnamed and own must give 1")
        if self.verbatim + self.edited > 1:
            raise ValueError("verbatim and edited together are more than all copies")
