"""Text cut at the edges of overlapping marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.records import Span
from dateline.views.marking import Mark, around, segments

TEXT = "Shells hit the market, the council said."


def test_overlapping_marks_are_all_kept() -> None:
    found = segments(
        TEXT, Span(0, len(TEXT)), [Mark(Span(7, 21), "claim", "k1"), Mark(Span(15, 21), "place"), Mark(Span(7, 10), "event", "e1")]
    )
    assert [(piece.text, piece.kinds, piece.records) for piece in found] == [
        ("Shells ", (), ()), ("hit", ("claim", "event"), ("k1", "e1")), (" the ", ("claim",), ("k1",)), ("market", ("claim", "place"), ("k1",)),
        (", the council said.", (), ()),
    ]  # fmt: skip


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12),
    st.tuples(st.integers(0, 59), st.integers(1, 60)),
)
def test_pieces_join_to_the_text_and_know_their_marks(text: str, spans: list[tuple[int, int]], stretch: tuple[int, int]) -> None:
    whole = Span(
        min(stretch[0], len(text) - 1), min(stretch[0], len(text) - 1) + max(1, min(stretch[1], len(text) - min(stretch[0], len(text) - 1)))
    )
    marks = [Mark(Span(start, start + size), f"m{n}") for n, (start, size) in enumerate(spans)]
    found = segments(text, whole, marks)
    assert "".join(piece.text for piece in found) == text[whole.start : whole.end]
    for piece in found:
        for n in range(piece.start, piece.start + len(piece.text)):
            assert set(piece.kinds) == {mark.kind for mark in marks if mark.span.start <= n < mark.span.end}


def test_a_span_widens_to_its_sentences() -> None:
    assert around(TEXT, Span(5, 12), [Span(0, 10), Span(10, 20), Span(20, 40)]) == Span(0, 20)
    assert around(TEXT, Span(5, 12), []) == Span(5, 12)
