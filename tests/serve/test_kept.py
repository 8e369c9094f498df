"""The desk keeps few answers, and none that is out of date."""

from __future__ import annotations

import threading

from dateline.serve.kept import Kept


def test_the_least_used_answer_goes_first() -> None:
    kept, made = Kept(most=2), []

    def ask(question: int, change: int = 1) -> int:
        return kept.of("squares", question, change, lambda: made.append(question) or question**2)

    assert [ask(n) for n in (2, 3, 2, 4)] == [4, 9, 4, 16]
    assert made == [2, 3, 4]
    assert len(kept) == 2
    ask(2)
    assert made == [2, 3, 4]
    ask(3)
    assert made == [2, 3, 4, 3]


def test_a_thousand_questions_leave_few_answers() -> None:
    kept = Kept()
    for n in range(1000):
        kept.of("days", n, 1, lambda: bytes(10))
    assert len(kept) <= 8


def test_a_change_of_the_store_lets_all_go() -> None:
    kept = Kept()
    assert kept.of("a", 1, 1, lambda: "old") == "old"
    assert kept.of("a", 2, 2, lambda: "new") == "new"
    assert len(kept) == 1
    assert kept.of("a", 1, 2, lambda: "new") == "new"


def test_what_is_asked_at_once_is_made_once() -> None:
    kept, made, waiting = Kept(), [], threading.Barrier(4)

    def ask() -> None:
        waiting.wait()
        kept.of("a", 1, 1, lambda: made.append(1))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert made == [1]
