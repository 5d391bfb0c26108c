"""Which option of a prompt somebody means who answers from afar, by a word."""

from __future__ import annotations

from branchline.core.model.prompt import Meaning, Option, Prompt

_WORDS = {
    "yes": Meaning.ACCEPT,
    "y": Meaning.ACCEPT,
    "always": Meaning.ACCEPT_ALWAYS,
    "no": Meaning.REJECT,
    "n": Meaning.REJECT,
}


def option_meant(prompt: Prompt, word: str) -> Option | None:
    """By its id; else by its label, or by yes, always or no, where there is no doubt which one that is."""
    said = word.strip()
    by_id = [each for each in prompt.options if each.id == said]
    by_label = [each for each in prompt.options if each.label.strip().casefold() == said.casefold()]
    meaning = _WORDS.get(said.casefold())
    by_meaning = [each for each in prompt.options if each.meaning is meaning]
    found = next((each for each in (by_id, by_label, by_meaning) if each), [])
    return found[0] if len(found) == 1 else None
