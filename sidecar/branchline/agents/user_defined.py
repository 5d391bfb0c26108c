"""An agent that the user defined: any program, of whose screen nothing is known.

Its status comes from its activity. It takes text only where nearly every line-based program does: at a bare prompt
sign, with the cursor right behind it, nothing right of it, and silence. A prompt with words (`Overwrite? [y/N] >`,
`Password:`) is a question, and Enter there would answer it.
"""

from __future__ import annotations

import re

from branchline.agents.base import Agent, LaunchRequest, Typing
from branchline.core.detection import inside, is_option, row_above
from branchline.core.model import Launch, Observation, ScreenView, Status

QUIET = 1.0
"""Seconds of silence: a program that works prints more often than that."""

_PROMPT = re.compile(r"\s*[│┃]?\s*(?:>>>|[>❯›»$%#])\s*")
_QUESTION = re.compile(r"\?|\[[yY]/[nN]\]|\([yY]/[nN]\)|password|passphrase", re.IGNORECASE)


def agent(name: str, command: tuple[str, ...], title: str, install: str) -> Agent:
    def launch(request: LaunchRequest) -> Launch:
        return Launch((request.program, *command[1:]))

    return Agent(
        name=name,
        title=title,
        program=command[0],
        install=install or f"see the setting branchline.agents for {name}",
        launch=launch,
        observe=observe,
        typing=Typing(paste=False),
        start_quiet=QUIET,
    )


def observe(view: ScreenView) -> Observation | None:
    row, column = view.cursor
    if view.quiet_for < QUIET or not 0 <= row < len(view.lines):
        return None
    line = view.lines[row].ljust(view.cols)
    if not _PROMPT.fullmatch(line[:column]) or inside(line[column:]):
        return None
    above = row_above(view.lines, row)
    if above >= 0 and (_QUESTION.search(view.lines[above]) or is_option(view.lines[above])):
        return None
    return Observation(Status.READY, "a bare prompt at the cursor", takes_text=True)
