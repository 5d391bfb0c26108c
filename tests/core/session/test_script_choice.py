from __future__ import annotations

import pytest

from branchline.core.session.project_scripts import ScriptKind
from branchline.core.session.script_choice import Offer, choose

S, R, T = ScriptKind.SETUP, ScriptKind.RUN, ScriptKind.TEARDOWN
A, B = Offer("a", frozenset({S, T})), Offer("b", frozenset({S, R, T}))
RUNS = Offer("runs", frozenset({R}))
ENDS = Offer("ends", frozenset({T}))


@pytest.mark.parametrize(
    ("own", "offers", "chosen", "passed_over"),
    [
        ({}, [], {}, []),
        ({}, [A], {S: "a", T: "a"}, []),
        ({}, [A, B], {S: "a", R: "b", T: "a"}, ["The set-up in b is", "The teardown in b is"]),
        ({}, [RUNS, B], {S: "b", R: "runs", T: "b"}, ["The run command in b is"]),
        ({}, [ENDS, A], {S: "a", T: "a"}, ["The teardown in ends is"]),
        ({}, [ENDS], {T: "ends"}, []),
        ({S: "own"}, [A], {S: "own"}, ["The set-up in a is", "The teardown in a is"]),
        ({S: "own"}, [B], {S: "own", R: "b"}, ["The set-up in b is", "The teardown in b is"]),
        ({T: "own"}, [A], {S: "a", T: "own"}, ["The teardown in a is"]),
        ({R: "own"}, [RUNS], {R: "own"}, ["The run command in runs is"]),
    ],
)
def test_which_file_goes_first_and_what_is_said_of_the_others(
    own: dict[ScriptKind, str], offers: list[Offer], chosen: dict[ScriptKind, str], passed_over: list[str]
) -> None:
    found, said = choose(own, offers)
    assert found == chosen
    assert [sentence.split(" not used: ")[0] for sentence in said] == passed_over


def test_what_goes_before_it_is_named() -> None:
    assert choose({S: "own"}, [A])[1] == [
        "The set-up in a is not used: own goes before it.",
        "The teardown in a is not used: own goes before it.",
    ]
