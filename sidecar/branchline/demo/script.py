"""What the demo agent does for an instruction: a generator of steps that edits files between them.

A step is what the agent shows or asks; the generator goes on when it is shown or answered. Files are only touched
inside the folder, and only after the user agreed.
"""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from branchline.demo.steps import Choose, RefusedError, Result, Say, Steps, Think
from branchline.demo.workshop import Workshop, lines_of

HANDED_OVER = "cannot be resumed"


def turn(instruction: str, folder: Path) -> Steps:
    """All steps for one instruction, errors and refusals included."""
    shop = Workshop(folder)
    words = re.findall(r"[a-z]+", instruction.lower()[:2000])
    try:
        if HANDED_OVER in instruction:
            yield from say_where_things_stand(shop)
            return
        yield Say("I'll look at the project first.")
        yield Think(0.8)
        yield Result("Read(README.md)", _count(shop.read("README.md")))
        for triggers, plan in PLANS:
            if triggers.intersection(words):
                yield from plan(shop, words)
                break
        else:
            yield from add_feature(shop, words)
    except RefusedError:
        yield Say("I left that alone. Tell me what to do differently.")
    except OSError as error:
        yield Say(f"I could not go on: {error.strerror or error}.")


def say_where_things_stand(shop: Workshop) -> Steps:
    """What Branchline asks of an agent that goes on without its conversation: it has none to go back to."""
    yield Think(0.8)
    yield Result("Run(git status --short)", shop.output(("git", "status", "--short")))
    yield Say("That is what stands here. Tell me what to do next.")


def review(_instruction: str, folder: Path) -> Steps:
    """Look at what is there and say what it is, whatever the instruction: where nothing may be changed."""
    shop = Workshop(folder)
    yield Say("I'll look at what changed.")
    yield Think(0.8)
    status = shop.output(("git", "status", "--short"))
    yield Result("Run(git status --short)", status)
    changed = re.findall(r"^[ MADRCU?]{1,2} (.+)$", status, re.MULTILINE)
    if not changed:
        yield Say("Finding: nothing differs from the last commit here, so there is nothing to object to.")
        return
    untested = [name for name in changed if name.endswith(".py") and "test" not in name]
    yield Say(f"Looked at {len(changed)} files: {', '.join(changed[:5])}.")
    yield Say(f"Finding: {untested[0]} has no test for bad input." if untested else "Finding: I have no objection.")


def _count(text: str | None) -> str:
    return "There is none yet" if text is None else lines_of(text)


def add_feature(shop: Workshop, words: list[str]) -> Steps:
    name = _subject(words, "feature")
    home = _source_folder(shop)
    yield Say(f"I'll add `{name}` with a test and mention it in the README.")
    module = shop.free_name(f"{home}{name}.py")
    yield from shop.write(
        module,
        f'"""{name.replace("_", " ").capitalize()}."""\n\n\ndef {name}(values: list[int]) -> int:\n'
        '    """The sum of the positive values."""\n'
        "    return sum(value for value in values if value > 0)\n",
    )
    yield from shop.write(shop.free_name(f"tests/test_{name}.py"), _test_file(home, name, Path(module).stem))
    yield from _mention(shop, f"- `{name}`: sums what is positive")
    yield from _finish(shop, f"`{module}`, its test and a line in the README")


def add_tests(shop: Workshop, words: list[str]) -> Steps:
    name = _subject(words, "report")
    yield Say("I'll write a test for what is there.")
    target = shop.free_name(f"tests/test_{name}.py")
    yield from shop.write(
        target,
        f"def test_{name}_of_nothing_is_nothing() -> None:\n    assert sum([]) == 0\n\n\n"
        f"def test_{name}_adds_up() -> None:\n    assert sum([1, 2, 3]) == 6\n",
    )
    yield from _finish(shop, f"`{target}` with two tests")


def write_docs(shop: Workshop, words: list[str]) -> Steps:
    yield Say("I'll extend the README.")
    readme = shop.read("README.md") or f"# {shop.folder.name}\n"
    addition = "\n## Development\n\nRun the tests with `python -m pytest`. Keep each change on its own branch.\n"
    if "\n## Development\n" in readme:
        addition = "\n## Questions\n\nOpen an issue, and say what you expected and what happened.\n"
    yield from shop.write("README.md", readme.rstrip("\n") + "\n" + addition)
    yield from _finish(shop, "a new section in the README")


MONEY, WRONG, RIGHT = "src/tally/money.py", "int(cents or 0)", 'int(cents.ljust(2, "0")[:2])'
"""The defect that the sample repository is made with."""


def fix_bug(shop: Workshop, words: list[str]) -> Steps:
    source = shop.read(MONEY)
    if source is None or WRONG not in source:
        yield Say("I found no cause in the code yet, so I'll write down what is known.")
        note = shop.free_name(f"notes/{_subject(words, 'bug')}.md")
        yield from shop.write(note, "# What is known\n\n- It fails for some inputs.\n- No test covers it yet.\n")
        yield from _finish(shop, f"`{note}`")
        return
    yield Say('"12.5" is read as 12.05: one digit after the point means tenths. I\'ll fix that and add a test.')
    yield from shop.write(MONEY, source.replace(WRONG, RIGHT))
    tests = shop.read("tests/test_money.py") or "from tally.money import parse_amount\n"
    yield from shop.write(
        "tests/test_money.py",
        f'{tests.rstrip()}\n\n\ndef test_one_digit_means_tenths() -> None:\n    assert parse_amount("12.5") == 1250\n',
    )
    yield from _finish(shop, "the fix and a test that holds it")


OLD_SCRIPT = "scripts/old_report.py"


def delete_old(shop: Workshop, words: list[str]) -> Steps:
    if shop.read(OLD_SCRIPT) is None:
        yield Say(f"There is no {OLD_SCRIPT} here, and I delete nothing else.")
        return
    yield Say(f"Nothing uses {OLD_SCRIPT} any more.")
    yield from shop.run(("rm", OLD_SCRIPT), "remove a script that nothing uses")
    yield from _finish(shop, f"`{OLD_SCRIPT}` is gone")


FORMATS = ("JSON", "CSV", "Plain text")


def choose_format(shop: Workshop, words: list[str]) -> Steps:
    chosen = yield Choose("Which format should reports have?", FORMATS)
    if not chosen:
        raise RefusedError
    yield Say(f"Done: reports will be written as {chosen}.")


PLANS = (
    (frozenset({"choose", "format"}), choose_format),
    (frozenset({"delete", "remove"}), delete_old),
    (frozenset({"fix", "bug", "repair"}), fix_bug),
    (frozenset({"test", "tests"}), add_tests),
    (frozenset({"doc", "docs", "document", "readme"}), write_docs),
)


def _finish(shop: Workshop, what: str) -> Steps:
    yield from shop.run(("git", "status", "--short"), "see what changed")
    yield Think(0.4)
    yield Say(f"Done: {what}.")


def _mention(shop: Workshop, line: str) -> Steps:
    readme = shop.read("README.md") or f"# {shop.folder.name}\n"
    yield from shop.write("README.md", readme.rstrip("\n") + f"\n{line}\n")


_FILLER = re.compile(
    "a|an|the|add|create|make|write|implement|build|please|can|could|you|i|we|want|to|for|of|and|with|in|on|new|some"
    "|tests?|unit|fix|bug|it|that|this|function|module"
)


def _subject(words: list[str], fallback: str) -> str:
    """A Python name from the first words that name something."""
    name = "_".join([word for word in words if not _FILLER.fullmatch(word)][:2])[:30] or fallback
    return f"{name}_{fallback}" if keyword.iskeyword(name) else name


def _source_folder(shop: Workshop) -> str:
    """Where modules go, with a slash at the end: a package under `src/`, or the top."""
    packages = sorted(shop.folder.glob("src/*/__init__.py"))
    return f"src/{packages[0].parent.name}/" if packages else ""


def _test_file(home: str, name: str, module: str) -> str:
    package = home.removeprefix("src/").replace("/", ".")
    return f"from {package}{module} import {name}\n\n\ndef test_{name}() -> None:\n    assert {name}([1, -2, 3]) == 4\n"
