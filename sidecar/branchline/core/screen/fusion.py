"""One status out of several sources: what the screen shows, and what hooks and program status reports claim.

Hooks are fast but have gaps (none fires when the user rejects by Escape); the screen is what the user sees, but
comes late and flickers. `Fusion` is a value: each function returns the next one. Times are seconds on any one clock.
"""

from __future__ import annotations

import attrs

from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Claim, Observation
from branchline.core.model.status import Status

CONTRADICTED = 2.0
"""Seconds that the screen may contradict a claim before the claim loses."""
END_DEFERRED = 0.75
"""Seconds that a claimed end of a turn waits for the screen to agree."""
MOST_ASKED = 50
HOLD = 0.3
"""Seconds that a status must last to be published. Not `waiting`: somebody is waiting; nor what is no flicker."""


@attrs.frozen
class Fusion:
    """`screen` is None while no rule knows it. `claim` is gone once the screen agreed, or won."""

    screen: Observation | None = None
    claim: Claim | None = None
    contradicted_since: float | None = None
    asked: tuple[Prompt, ...] = ()
    """What claims of this turn said is asked, in full, and that is not known to be over: the screen may show it cut
    off. Several may have been told before the first of their dialogs is seen; and tools that began may ask yet."""
    dialog: Prompt | None = None
    """The last one with options that was published, as long as nothing is known to have taken its place."""
    published: Observation | None = None
    candidate: Observation | None = None
    candidate_since: float = 0.0


def claimed(state: Fusion, claim: Claim) -> Fusion:
    """A newer claim replaces the one before it; but not one that says what is asked by one that says only that."""
    asked = claim.observation.prompt
    # What commands are given says where they run; of all else a dialog says enough, in its own words.
    told = claim.begins if claim.begins and claim.begins.command else asked
    if claim.is_end or claim.is_over:
        # While a dialog stands, it is something else that ended: hooks may come late.
        shown = state.screen.prompt if state.screen is not None else state.dialog
        state = attrs.evolve(state, asked=tuple(each for each in state.asked if shown and _is_part(shown, each)))
    elif told is not None and (known := _saying_more(state.asked, told)):
        if told is asked:
            prompt = attrs.evolve(told, id=known.id)
            claim = attrs.evolve(claim, observation=attrs.evolve(claim.observation, prompt=prompt))
    elif told is not None:
        state = attrs.evolve(state, asked=(*state.asked, told)[-MOST_ASKED:])
    before = state.claim.observation if state.claim else None
    if asked is None and before is not None and before.prompt and before.status is claim.observation.status:
        return state
    return attrs.evolve(state, claim=claim, contradicted_since=None)


def done(state: Fusion, claim: Claim) -> Fusion:
    """We did something ourselves, and the session was told so: nothing holds that back."""
    return attrs.evolve(claimed(state, claim), published=claim.observation, candidate=None, asked=(), dialog=None)


def seen(state: Fusion, screen: Observation | None) -> Fusion:
    """The screen was looked at."""
    return attrs.evolve(state, screen=screen) if screen != state.screen else state


def current(state: Fusion, now: float) -> Observation | None:
    """What the sources say together at this moment, published or not."""
    return _merge(state, now)


def settle(
    state: Fusion, now: float, otherwise: Observation | None = None
) -> tuple[Fusion, Observation | None, float | None]:
    """(next state, what to publish now or None, when to call again even if nothing comes, or None).

    `otherwise` is what activity says, for when nobody knows better.
    """
    state = _weigh(state, now)
    merged = _merge(state, now) or otherwise
    wakes = []
    if state.claim is not None:
        if state.contradicted_since is not None:
            wakes.append(state.contradicted_since + CONTRADICTED)
        if state.claim.is_end and now < state.claim.at + END_DEFERRED:
            wakes.append(state.claim.at + END_DEFERRED)
    state, publish = _publish(state, merged, now)
    if state.candidate is not None:
        wakes.append(state.candidate_since + HOLD)
    return state, publish, min(wakes, default=None)


def _weigh(state: Fusion, now: float) -> Fusion:
    """Drop a claim that the screen confirmed or has contradicted for long enough."""
    claim, screen = state.claim, state.screen
    if claim is None or screen is None:
        settled = claim is None or state.contradicted_since is None
        return state if settled else attrs.evolve(state, contradicted_since=None)
    if screen.status is claim.observation.status:
        return attrs.evolve(state, claim=None, contradicted_since=None)
    since = now if state.contradicted_since is None else state.contradicted_since
    if now - since >= CONTRADICTED - 1e-6:
        return attrs.evolve(state, claim=None, contradicted_since=None)
    return attrs.evolve(state, contradicted_since=since)


def _merge(state: Fusion, now: float) -> Observation | None:
    claim, screen = state.claim, state.screen
    if screen is not None and screen.status is Status.WAITING:
        # A dialog that stands there is asked, whatever anybody claims.
        return _completed(screen, state.asked, state.published.prompt if state.published else None)
    if claim is None or (claim.is_end and now < claim.at + END_DEFERRED):
        return screen
    return claim.observation


def _without(asked: tuple[Prompt, ...], gone: Prompt) -> tuple[Prompt, ...]:
    """A dialog that went away takes along what a hook said of it, where it is certain what that was."""
    place = _place(asked, gone)
    return asked[:place] + asked[place + 1 :]


def _renamed(asked: tuple[Prompt, ...], published: Prompt) -> tuple[Prompt, ...]:
    """What a hook said goes by the id under which it is published: should its dialog be drawn anew, it has it still."""
    place = _place(asked, published)
    same = (attrs.evolve(each, id=published.id) for each in asked[place : place + 1])
    return (*asked[:place], *same, *asked[place + 1 :])


def _place(asked: tuple[Prompt, ...], prompt: Prompt) -> int:
    return next((at for at, each in enumerate(asked) if _what(each) == _what(prompt)), len(asked))


def _what(prompt: Prompt) -> tuple[object, ...]:
    return prompt.command, prompt.folder, prompt.paths, prompt.url, prompt.complete


def _saying_more(asked: tuple[Prompt, ...], told: Prompt) -> Prompt | None:
    """The same as it is known already, with where it would run."""
    if told.folder is not None:
        return None
    return next((each for each in asked if _what(attrs.evolve(each, folder=None)) == _what(told)), None)


def _completed(screen: Observation, asked: tuple[Prompt, ...], published: Prompt | None) -> Observation:
    """The dialog's prompt, with what is asked in full where a hook said it: the same thing, cut off or wrapped. Where
    hooks told several that it may be, which differ, it is not known which one.

    It keeps the id under which it was published first."""
    shown = screen.prompt
    likely = [each for each in asked if shown is not None and _is_part(shown, each)]
    if shown is None or not likely:
        return screen
    if len(set(map(_what, likely))) > 1:
        return attrs.evolve(screen, prompt=attrs.evolve(shown, complete=False))
    told = likely[0]
    whole = attrs.evolve(
        told,
        id=shown.id if published is not None and published.id == shown.id else told.id,
        title=shown.title,
        text=shown.text,
        options=shown.options,
        selected=shown.selected,
        kind=shown.kind,
    )
    return attrs.evolve(screen, prompt=whole, rule=f"{screen.rule}, told by a hook")


def _is_part(shown: Prompt, asked: Prompt) -> bool:
    if shown.command is not None and asked.command is not None:
        said, whole = "".join(shown.command.split()).rstrip("…"), "".join(asked.command.split())
        return bool(said) and (whole == said or (not shown.complete and whole.startswith(said)))
    if shown.url is not None and asked.url is not None:
        return asked.url.startswith(shown.url)
    if shown.paths and asked.paths:
        return all(any(path.endswith(each.lstrip("./")) for path in asked.paths) for each in shown.paths)
    return False


def _publish(state: Fusion, merged: Observation | None, now: float) -> tuple[Fusion, Observation | None]:
    if merged is None:
        return _without_candidate(state), None
    if state.published is not None and _same(merged, state.published):
        return _replaced(_without_candidate(state), merged), None
    if state.candidate is None or state.candidate.status is not merged.status:
        state = attrs.evolve(state, candidate_since=now)
    state = attrs.evolve(state, candidate=merged)
    new_reason = state.published is not None and state.published.status is merged.status
    is_certain = merged.status is Status.WAITING or merged.at_once
    if not is_certain and not new_reason and now - state.candidate_since < HOLD - 1e-6:
        return state, None
    return _replaced(attrs.evolve(state, published=merged, candidate=None), merged), merged


def _replaced(state: Fusion, published: Observation) -> Fusion:
    """What is published may have taken the place of a dialog. A screen that no rule knows has not: it may be the same
    dialog, half drawn."""
    asked, dialog, prompt = state.asked, state.dialog, published.prompt
    is_known = state.screen is not None or state.claim is not None
    if published.status is Status.READY:
        asked, dialog = (), None
    elif dialog is not None and is_known and (prompt is None or prompt.id != dialog.id):
        asked, dialog = _without(asked, dialog), None
    if prompt is not None:
        asked = _renamed(asked, prompt)
        dialog = prompt if prompt.options else dialog
    is_as_before = (asked, dialog) == (state.asked, state.dialog)
    return state if is_as_before else attrs.evolve(state, asked=asked, dialog=dialog)


def _without_candidate(state: Fusion) -> Fusion:
    return state if state.candidate is None else attrs.evolve(state, candidate=None)


def _same(one: Observation, other: Observation) -> bool:
    mine, theirs = one.prompt, other.prompt
    return (one.status, one.reason, mine) == (other.status, other.reason, theirs)
