"""What names, titles and kinds cost and how many kinds are right: `make bench FIGURES=names`, and `make names`.

The instructions are those of tests/data/instructions. Half of them, by a hash of their ids, were kept out when the
rules were made.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from branchline.core.model.kind import WorkKind
from branchline.core.naming.naming import named
from harness.instructions import Labelled, labelled
from reporting import report

HALVES = {False: "half that rules were made with", True: "half that was kept out"}
LONG = "The export of orders fails for customers without an address. " * 2000


def names() -> None:
    """Name, title and kind of an instruction (target: 1 ms)."""
    report("labelled instructions", [seconds(each.instruction) for each in labelled()])
    report("one of 120 kB", [seconds(LONG) for _ in range(200)])


def seconds(instruction: str) -> float:
    began = time.perf_counter()
    named(instruction, ())
    return time.perf_counter() - began


def accuracy() -> int:
    every = list(labelled())
    for kept_out, half in HALVES.items():
        right = [_kind(each) == each.kind for each in every if each.is_kept_out is kept_out]
        print(f"{half}: {sum(right)} of {len(right)} kinds are right, {100 * sum(right) / len(right):.1f} %")
    print(f"\n{'both, labelled as':<20}" + "".join(f"{kind.value:>13}" for kind in WorkKind))
    found = Counter((each.kind, _kind(each)) for each in every)
    for label in WorkKind:
        print(f"{label.value:<20}" + "".join(f"{found[label.value, kind.value]:>13}" for kind in WorkKind))
    return 0


def _kind(each: Labelled) -> str:
    return named(each.instruction, ()).kind.value


if __name__ == "__main__":
    sys.exit(accuracy())
