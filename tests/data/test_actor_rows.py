"""The check of the registry's rows: each fault with file and line, all of them at once; the registry itself has none."""

import datetime as dt

from dateline.data.actors import COLUMNS, check_actors, load_actors


def table(*rows: dict[str, str]) -> str:
    return "\n".join(["\t".join(COLUMNS), *("\t".join(row.get(column, "") for column in COLUMNS) for row in rows)])


def test_the_registry_has_no_fault() -> None:
    assert check_actors() == []
    assert len(load_actors().all) >= 1000


def test_every_fault_is_told_with_its_line() -> None:
    north = table(
        {"id": "a", "name": "River Army", "aliases": "=RA", "kind": "rebel", "country": "ML", "to": "2015-01-01"},
        {"id": "b", "name": "Rice Alliance", "aliases": "=RA", "kind": "rebel", "country": "ML", "from": "2014-06-01"},
        {"id": "c", "name": "Red Army", "aliases": "=RA", "kind": "rebel", "country": "ML", "from": "2015-01-01", "to": "2014-01-01"},
        {"id": "d", "name": "D", "kind": "rebel", "parent": "e"},
        {"id": "e", "name": "E", "kind": "rebel", "parent": "d", "allies": "a@2015-13-01/;zz", "sector": "XXX", "wikidata": "12"},
    )
    south = table({"id": "f", "name": "F", "kind": "pirates", "parent": "nobody", "enemies": "a@2016-01-01/2015-01-01"})
    faults = check_actors([("north.tsv", north), ("south.tsv", south)])
    for where, words in [
        ("north.tsv:3", "'ra' is also a name of 'a' in ML"),
        ("north.tsv:4", "is after to"),
        ("north.tsv:5", "parent of 'd' leads back to itself"),
        ("north.tsv:6", "parent of 'e' leads back to itself"),
        ("north.tsv:6", "allies is '2015-13-01'"),
        ("north.tsv:6", "allies names 'zz'"),
        ("north.tsv:6", "sector 'XXX'"),
        ("north.tsv:6", "wikidata '12'"),
        ("south.tsv:2", "kind 'pirates'"),
        ("south.tsv:2", "parent names 'nobody'"),
        ("south.tsv:2", "enemies: from 2016-01-01 is after to 2015-01-01"),
    ]:
        assert any(fault.startswith(f"{where}:") and words in fault for fault in faults), (where, words, faults)


def test_one_name_may_pass_on_or_stand_in_two_countries() -> None:
    rows = [
        {"id": "a", "name": "A", "aliases": "=RA", "kind": "rebel", "country": "ML", "to": "2015-01-01"},
        {"id": "b", "name": "B", "aliases": "=RA", "kind": "rebel", "country": "ML", "from": "2015-01-02"},
        {"id": "c", "name": "C", "aliases": "=RA", "kind": "rebel", "country": "NE"},
    ]
    assert check_actors([("x.tsv", table(*rows))]) == []


def test_ties_hold_on_their_days() -> None:
    rsf = load_actors().get("rsf")
    assert rsf is not None
    (friend,) = [tie for tie in rsf.ties if tie.other == "sd.saf" and tie.friendly]
    (foe,) = [tie for tie in rsf.ties if tie.other == "sd.saf" and not tie.friendly]
    assert [friend.holds_on(day) for day in (dt.date(2020, 1, 1), dt.date(2024, 1, 1), None)] == [True, False, True]
    assert [foe.holds_on(day) for day in (dt.date(2020, 1, 1), dt.date(2024, 1, 1), None)] == [False, True, True]
    assert rsf.ally_of("sd.saf", dt.date(2020, 1, 1))
    assert (rsf.sector, load_actors().state("TG", "police").sector) == ("REB", "COP")  # type: ignore[union-attr]
