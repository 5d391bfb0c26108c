"""An agent that the user defined: any program, of whose screen nothing is known.

It takes text only where nearly every line-based program does: at a bare prompt sign, with the cursor right behind it,
nothing right of it, and silence. A prompt with words is a question, and Enter there would answer it.
"""

from __future__ import annotations

from branchline.agents.any_program import any_program
from branchline.agents.shared.agent import Agent, LaunchRequest, Typing
from branchline.core.model.agent import Launch

START_QUIET = 1.0
"""Seconds of silence after which it counts as started."""
DRAWN_WITHIN = 3.0
"""See `Typing`. Some programs never draw what is typed."""


def agent(name: str, command: tuple[str, ...], title: str, install: str) -> Agent:
    def launch(request: LaunchRequest) -> Launch:
        return Launch((request.program, *command[1:]))

    return Agent(
        name=name,
        title=title,
        program=command[0],
        install=install or f"see the setting branchline.agents for {name}",
        launch=launch,
        observe=any_program.observe,
        is_adapted=False,
        typing=Typing(paste=False, drawn_within=DRAWN_WITHIN),
        start_quiet=START_QUIET,
        takes_instructions=False,
        reads_titles=True,
    )
