"""From what a session is asked for to its name, title and kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import attrs

from branchline.core.model.kind import WorkKind
from branchline.core.naming.keywords import keywords
from branchline.core.naming.kinds import kind_of
from branchline.core.naming.names import MAX_NAME, complaint, unique
from branchline.core.naming.reading import Sentence, read
from branchline.core.naming.slugs import slug
from branchline.core.naming.title_lines import line
from branchline.core.naming.titles import title_of


@attrs.frozen
class Named:
    name: str
    title: str
    """"" where there is nothing to say."""
    kind: WorkKind


def named(instruction: str, taken: Collection[str]) -> Named:
    """By the words of the instruction. The name is none of `taken`."""
    sentences = read(instruction)
    kind = kind_of(sentences)
    return Named(unique(name_of(sentences, kind) or kind.value, taken), title_of(sentences), kind)


def named_by_user(text: str, taken: Collection[str]) -> tuple[str, str]:
    """The name and the title of what somebody calls it: of a valid name that itself, and "". The name is none of
    `taken`."""
    text = text.strip()
    if complaint(text) is None:
        return unique(text, taken), ""
    short = re.sub(r"[\W_]+", "-", text[: 4 * MAX_NAME]).strip("-")
    whole = slug(text, MAX_NAME)
    name = whole if short.isascii() and len(short) <= MAX_NAME else name_of(read(text)) or whole
    return unique(name, taken), line(text)


def name_of(sentences: Sequence[Sentence], kind: WorkKind | None = None) -> str:
    """ "" where nothing says anything."""
    chosen = keywords(sentences, "review" if kind is WorkKind.CODE_REVIEW else "")
    return slug("-".join(each.text for each in chosen), MAX_NAME) if chosen else ""
