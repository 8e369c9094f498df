"""What persons said belongs together, or apart, on top of the linker's groups; the outcome depends on the bonds, never on their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from dateline.linked import Bond

Groups = tuple[tuple[str, ...], ...]
Joins = tuple[tuple[tuple[str, ...], str], ...]


def bonded(
    groups: Groups, joins: Joins, bonds: Sequence[Bond], company: Callable[[Collection[str]], Mapping[str, Sequence[str]]]
) -> tuple[Groups, Joins]:
    """Return the linker's groups and joins as persons want them: groups that they hold to be one event joined, and others taken apart.

    company: the present fellow members of event reports, for those that the linker did not touch. Of a group that is taken apart, who
    is in no bond stays with the largest part.
    """
    named = {end for bond in bonds for end in (bond.one, bond.other)}
    touched = [*groups, *((*loose, anchor) for loose, anchor in joins)]
    if not any(report in named for group in touched for report in group):
        return groups, joins
    listed = {report for group in groups for report in group} | {report for loose, _ in joins for report in loose}
    held = [(loose, anchor) for loose, anchor in joins if named & {*loose, anchor}]
    partners = {end for bond in bonds for end in (bond.one, bond.other) if bond.together and end not in listed} | {
        a for _, a in held
    } - listed
    others = [[report for report in found if report not in listed] for found in company(partners).values()]
    forest = _Forest()
    for group in [*groups, *((*loose, anchor) for loose, anchor in held), *others]:
        forest.join(group)
    for bond in bonds:
        if bond.together and bond.one in forest and bond.other in forest:
            forest.join((bond.one, bond.other))
    pairs = {(min(b.one, b.other), max(b.one, b.other)): b.together for b in bonds}
    concerned = listed | {end for b in bonds if b.one in listed or b.other in listed for end in (b.one, b.other)}
    whole = [group for group in forest.groups() if concerned & set(group)]
    parts = tuple(sorted(part for group in whole for part in _apart(group, pairs)))
    kept = {report for part in parts for report in part}
    return parts, tuple((loose, anchor) for loose, anchor in joins if not kept.issuperset(loose))


def _apart(group: Sequence[str], pairs: Mapping[tuple[str, str], bool]) -> list[tuple[str, ...]]:
    """Return the parts of a group: blocks of what belongs together, each put to the first part that it is not to be apart from."""
    members = set(group)
    inside = {pair: together for pair, together in pairs.items() if members.issuperset(pair)}
    if all(inside.values()):
        return [tuple(sorted(group))]
    named = sorted({end for pair in inside for end in pair})
    blocks = _Forest()
    for one in named:
        blocks.join((one,))
    for pair, together in inside.items():
        if together:
            blocks.join(pair)
    parts: list[list[str]] = []
    for block in blocks.groups():
        free = (part for part in parts if not any(inside.get((min(a, b), max(a, b))) is False for a in part for b in block))
        home = next(free, None)
        if home is None:
            parts.append(list(block))
        else:
            home += block
    largest = min(parts, key=lambda part: (-len(part), min(part)))
    largest += members - set(named)
    return [tuple(sorted(part)) for part in parts]


class _Forest:
    """Groups that grow together."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def __contains__(self, one: str) -> bool:
        return one in self._above

    def join(self, group: Iterable[str]) -> None:
        """Make one group of those that some are in."""
        roots = sorted({self._root(one) for one in group})
        for root in roots[1:]:
            self._above[root] = roots[0]

    def groups(self) -> list[list[str]]:
        """Return the groups, each sorted, by their first member."""
        found: dict[str, list[str]] = {}
        for one in sorted(self._above):
            found.setdefault(self._root(one), []).append(one)
        return list(found.values())

    def _root(self, one: str) -> str:
        above = self._above.setdefault(one, one)
        while above != one:
            one, above = above, self._above[above]
        return one
