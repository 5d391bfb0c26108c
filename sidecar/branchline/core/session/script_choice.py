"""Which of several files that a repository has says what is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from branchline.core.session.project_scripts import ScriptKind

_WORDS = {ScriptKind.SETUP: "set-up", ScriptKind.RUN: "run command", ScriptKind.TEARDOWN: "teardown"}


@attrs.frozen
class Offer:
    """What another program's file has."""

    path: str
    kinds: frozenset[ScriptKind]


def choose(own: Mapping[ScriptKind, str], offers: Sequence[Offer]) -> tuple[dict[ScriptKind, str], list[str]]:
    """The file by the kind of script, and a sentence for each that is passed over. `own` are those that are written for
    Branchline, which go first; of `offers` the first does. A teardown undoes what its own file sets up."""
    chosen = dict(own)
    for kind in (ScriptKind.SETUP, ScriptKind.RUN, ScriptKind.TEARDOWN):
        if kind not in chosen and (first := _first(kind, chosen, offers)):
            chosen[kind] = first.path
    said = []
    for offer in offers:
        for kind in ScriptKind:
            if kind in offer.kinds and chosen.get(kind) != offer.path:
                first_path = chosen.get(kind) or chosen[ScriptKind.SETUP]
                said.append(f"The {_WORDS[kind]} in {offer.path} is not used: {first_path} goes before it.")
    return chosen, said


def _first(kind: ScriptKind, chosen: Mapping[ScriptKind, str], offers: Sequence[Offer]) -> Offer | None:
    setup = chosen.get(ScriptKind.SETUP)
    bound = kind is ScriptKind.TEARDOWN and setup is not None
    return next((each for each in offers if kind in each.kinds and not (bound and each.path != setup)), None)
