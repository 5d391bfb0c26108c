from __future__ import annotations

import pytest

from branchline.core.screen.standing import Standing


def after(*looks: tuple[float, str]) -> tuple[Standing, float]:
    standing, now = Standing(), 0.0
    for now, met in looks:
        standing = standing.looked(met, now, 0.0)
    return standing, now


FRAMES = tuple((at, met) for frame in range(8) for at, met in ((frame / 10, "half"), (frame / 10 + 0.02, "whole")))


@pytest.mark.parametrize(
    ("looks", "id_", "stood"),
    [
        (((1.0, "a"),), "a", 0.0),
        (((1.0, "a"), (1.3, "a")), "a", 0.3),
        (((1.0, "a"), (1.3, "")), "a", None),
        (((1.0, "a"), (1.3, ""), (1.4, "a")), "a", 0.4),  # it was drawn anew
        (((1.0, "a"), (1.3, ""), (1.5, "")), "", None),
        (((1.0, "a"), (1.3, "b"), (1.5, "b")), "b", 0.2),
        (((1.0, "a"), (1.3, "b"), (1.4, "a")), "a", 0.4),
        (FRAMES, "whole", 0.7),
    ],
)
def test_what_is_met_the_longest_stands(looks: tuple[tuple[float, str], ...], id_: str, stood: float | None) -> None:
    standing, now = after(*looks)
    assert standing.id == id_
    assert standing.stood(now) == (None if stood is None else pytest.approx(stood))


def test_half_a_frame_is_never_told() -> None:
    standing = Standing()
    told = []
    for now, met in FRAMES:
        standing = standing.looked(met, now, 0.0)
        if (standing.stood(now) or 0.0) >= 0.3:
            told.append(met)
    assert set(told) == {"whole"}
