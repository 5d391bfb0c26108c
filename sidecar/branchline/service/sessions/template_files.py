"""A repository's own templates, as files of its main checkout: read, never followed out of it. Blocks."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import attrs

from branchline.core.model.template import Template
from branchline.core.session.front_matter import BadTemplateError
from branchline.core.session.templates import LONGEST_NAME, MOST_BYTES, is_name, read_file

FOLDER = ".branchline/templates"
MOST = 100
"""Files that are read."""


@attrs.frozen
class BadTemplate:
    """`where` is the file, or the setting; `line` counts from 1, 0 where there is none."""

    where: str
    line: int
    why: str


def read(repository: str) -> Iterator[Template | BadTemplate]:
    """By name. What is none, or cannot be read, is told."""
    folder = Path(repository, FOLDER)
    try:
        names = sorted(each for each in os.listdir(folder) if each.endswith(".md"))
        _refuse_outside(folder, repository)
    except FileNotFoundError:
        return
    except (OSError, BadTemplateError) as error:
        yield BadTemplate(FOLDER, 0, _why(error))
        return
    for name in names[:MOST]:
        try:
            yield _read(folder / name, repository)
        except BadTemplateError as error:
            yield BadTemplate(f"{FOLDER}/{name}", error.line, str(error))
        except (OSError, UnicodeDecodeError) as error:
            yield BadTemplate(f"{FOLDER}/{name}", 0, _why(error))
    if len(names) > MOST:
        yield BadTemplate(FOLDER, 0, f"it holds {len(names)} templates; the first {MOST} are read")


def _read(path: Path, repository: str) -> Template:
    if not is_name(path.stem):
        raise BadTemplateError(0, f"its name should be at most {LONGEST_NAME} letters, digits, spaces and ._-")
    real = _refuse_outside(path, repository)
    # Not to wait for a pipe's other end; what became a link since is refused.
    file = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise BadTemplateError(0, "it is no file")
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadTemplateError(0, f"it is larger than {MOST_BYTES // 1024} KB")
    return read_file(path.stem, content.decode())


def _refuse_outside(path: Path, repository: str) -> Path:
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(repository))
    inside = real.parts[len(root.parts) :]
    if root not in real.parents or ".git" in {part.lower() for part in inside}:
        raise BadTemplateError(0, "it is a link that leads out of the repository")
    return real


def _why(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8"
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)
