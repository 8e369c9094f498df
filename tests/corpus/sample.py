"""One small annotated report that the tests vary."""

HEADER = """id: land-001
conflict: land
voice: wire
outlet: Plain Wire
published: 2021-06-10
profile: plain
@army actor: Landian Army | state_forces | Government of Landia | belligerent
@spox actor: Major Ilo Teres | person | Government of Landia | belligerent | for @army
@front actor: Hill Front | rebel | Hill Front | belligerent
@civ actor: Civilians | civilians | Civilians
@unid actor: Unidentified armed actor | unidentified | ?
@osa place: Osa | village | Upland | Landia | 10.10,20.20 | invented
@mira place: Mira | village | Upland | Landia | 10.12,20.25 | invented
@tolo place: Tolo | town | Upland | Landia | 10.50,20.60 | real
"""

BODY = """
= Army takes two villages
  @army "Army"
  e1+ "takes"
:dateline TOLO (Plain Wire) -
> Soldiers took Osa and Mira from the Hill Front on Monday, killing 12 fighters, army spokesman Ilo Teres said on Wednesday.
  @army "Soldiers"
  @osa "Osa"
  @mira "Mira"
  @front "the Hill Front" "fighters"
  @spox "army spokesman Ilo Teres"
  t1 "Monday" = 2021-06-07
  t2 "Wednesday" = 2021-06-09
  e1 e2 "took" Government regains territory, actual; initiator @army; target @front; each @osa @mira; on t1; outcome captured
  k1 "12 fighters" killed 12 combatant; of @front; for e1 group
  c @spox, "said"; "Soldiers took Osa ... 12 fighters"; about e1 e2 k1; said_on t2
> A mine later wounded two women and a boy near the rebel-held town of Tolo.
  @civ "women" "a boy"
  @front "rebel"
  @tolo "Tolo"
  w "mine"
  e3 "mine" Remote explosive/landmine/IED, actual; initiator @unid; victim @civ; near @tolo; on pub
  k2 "two women" wounded 2 civilian; of @civ; for e3; sub women
  k3 "a boy" wounded 1 civilian; of @civ; for e3; sub children
  h1 "rebel-held" held; place @tolo; holder @front
  c author; about e3 k2 k3 h1
:image_caption Soldiers after killing 40 fighters in May.
:disclaimer Fiction: all of it is invented.
"""

SOURCE = HEADER + BODY


def changed(old: str, new: str) -> str:
    """Return the sample with one stretch changed; the stretch must stand there once."""
    assert SOURCE.count(old) == 1, f"{old!r} stands {SOURCE.count(old)} times"
    return SOURCE.replace(old, new)
