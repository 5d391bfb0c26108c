import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchline.core.session.kinds import kind_from_instruction
from harness.hostile_texts import HOSTILE

KINDS = {"fix", "feature", "refactor", "test", "docs", "chore", "question", ""}


@given(st.text() | st.text("abcdefghilnotuwyBI ,.?!/'"))
def test_any_text_gives_a_kind(text: str) -> None:
    assert kind_from_instruction(text) in KINDS


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_give_a_kind(text: str) -> None:
    assert kind_from_instruction(text) in KINDS


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Fix the login bug", "fix"),
        ("the parser crashes on empty input", "fix"),
        ("Fix the failing test in CI", "fix"),
        ("fix(core): handle NUL", "fix"),
        ("feat: dark mode", "feature"),
        ("Please add a dark mode toggle with tests", "feature"),
        ("implement retry with backoff", "feature"),
        ("Add tests for the parser", "test"),
        ("write unit tests for naming", "test"),
        ("Test the parser with hypothesis", "test"),
        ("Improve test coverage", "test"),
        ("Update the README", "docs"),
        ("document the public API", "docs"),
        ("Add docstrings to core", "docs"),
        ("refactor the session service", "refactor"),
        ("Rename foo to bar", "refactor"),
        ("clean up the imports", "refactor"),
        ("bump all dependencies", "chore"),
        ("update dependencies", "chore"),
        ("remove the old script", "chore"),
        ("How does the cache work?", "question"),
        ("Why is the test slow?", "question"),
        ("explain the wire format", "question"),
        ("Can you fix the build?", "fix"),
        ("ready?", "question"),
        ("Investigate why the nightly build is slow", "question"),
        ("please diagnose the slow build on CI", "question"),
        ("Look into the failing release pipeline", "question"),
        ("Look more closely at how we write the test report", "question"),
        ("find out which tests add the most time", "question"),
        ("Find the root cause of the crash in the lint step", "question"),
        ("Could you figure out why the docs build fails?", "question"),
        ("I want you to track down the leak in the build cache", "question"),
        ("Analyse the test failures of last night", "question"),
        ("Carefully examine how errors are shown", "question"),
        ("In the release job, find out what makes it slow", "question"),
        ("Check whether the lint rules still fix imports", "question"),
        ("See if we can remove the cache", "question"),
        ("Debug why the cover page is empty", "question"),
        ("Take a look at the extract step", "question"),
        ("Review the refactor branch", "question"),
        ("Show me how the release is made", "question"),
        ("Any idea why the build is broken?", "question"),
        ("The nightly build is slow. Investigate.", "question"),
        ("The nightly build is broken. Find out why.", "question"),
        ("Find out how to build and test the app", "question"),
        ("Pin down why the build fails", "question"),
        ("Search for where we write the index", "question"),
        ("Go through the logs and tell me what fails", "question"),
        ("Find all places that create sessions", "question"),
        ("Build the app and find out why it is slow", "question"),
        ("Run the build and tell me why it is slow", "question"),
        ("Add logging to find out why login fails", "feature"),
        ("Write a script to investigate slow builds", "feature"),
        ("Find and replace the old test helper", ""),
        ("Fix whatever makes the nightly build slow", "fix"),
        ("Investigate the crash, but do not fix it", "question"),
        ("Investigate the crash and write a report", "question"),
        ("Investigate and fix the slow build", "fix"),
        ("Find and fix the leak", "fix"),
        ("Find out why login fails and fix it", "fix"),
        ("Find out why login fails. Then add a test for it.", "test"),
        ("Find out why login fails, then rename the handler", "refactor"),
        ("Debug the login", "fix"),
        ("Add a page that says how to investigate", "feature"),
        ("Document why we use git worktrees", "docs"),
        ("the build is broken", "fix"),
        ("Build is broken on main", "fix"),
        ("The add button crashes the page", "fix"),
        ("The nightly test is flaky", "fix"),
        ("src/build.py is slow", ""),
        ("The release takes an hour", ""),
        ("Clean up and build the index", "refactor"),
        ("In the release script build the index first", "feature"),
        ("Build a release page", "feature"),
        ("Please test it on Python 3.13", "test"),
        ("We should support Python 3.13", "feature"),
        ("Update docs/auth.md", "docs"),
        ("Make sure the crash is gone", "fix"),
        ("Bitte die Übersetzungen prüfen", ""),
        ("scenario:edit", ""),
        ("", ""),
    ],
)
def test_kinds(prompt: str, expected: str) -> None:
    assert kind_from_instruction(prompt) == expected
