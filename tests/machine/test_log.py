"""Every process of ours logs in the same way: levels, files, what never stands in them."""

from __future__ import annotations

import logging
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.machine import python_logging
from branchline.machine.log import LEVELS, Log, LogFile

TOKEN = "ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a"
LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) ([A-Z]+) (\d+) ([\w.]+): (.*)")
BEGIN = """
import logging, sys
from pathlib import Path
from branchline.machine.log import LEVELS
from branchline.machine.python_logging import current_level, log_to, set_level
log = logging.getLogger('branchline.test')
log_to(Path(sys.argv[1]))
"""


def told_by_python(script: str, path: Path) -> list[str]:
    """The lines that Python's logging wrote, in a process of its own: there is one logging a process."""
    folder = Path(python_logging.__file__).parents[2]
    subprocess.run([sys.executable, "-c", BEGIN + script, str(path)], check=True, cwd=folder)
    return lines_of(path)


def lines_of(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def texts_of(path: Path) -> list[str]:
    return [found[5] if (found := LINE.fullmatch(line)) else line for line in lines_of(path)]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_lets_through_what_is_as_important(tmp_path: Path, level: str) -> None:
    script = f"set_level({level!r}); assert current_level() == {level!r}\n"
    script += "for word in [*LEVELS][:-1]: log.log(LEVELS[word], word)"
    told_by_python(script, tmp_path / "python.log")
    ours = Log("branchline.test")
    ours.set_level(level)
    ours.open(tmp_path / "ours.log")
    for say in (ours.trace, ours.debug, ours.info, ours.warning, ours.error):
        say(say.__name__)
    expected = [*LEVELS][[*LEVELS].index(level) : -1]
    assert texts_of(tmp_path / "python.log") == texts_of(tmp_path / "ours.log") == expected


def test_both_ways_to_log_write_the_same_lines(tmp_path: Path) -> None:
    ours = Log("branchline.test")
    ours.open(tmp_path / "ours.log")
    ours.warning("%s of %d", "one", 2)
    (python,) = told_by_python("log.warning('%s of %d', 'one', 2)", tmp_path / "python.log")
    (plain,) = lines_of(tmp_path / "ours.log")
    found = [LINE.fullmatch(line) for line in (python, plain)]
    assert [each and each.group(2, 4, 5) for each in found] == [("WARNING", "branchline.test", "one of 2")] * 2
    assert stat.S_IMODE((tmp_path / "ours.log").stat().st_mode) == 0o600


def test_others_are_heard_from_warning_on(tmp_path: Path) -> None:
    script = "other = logging.getLogger('pygls'); other.info('no'); set_level('trace'); other.debug('no');"
    told_by_python(script + "other.warning('theirs')", tmp_path / "x.log")
    assert texts_of(tmp_path / "x.log") == ["theirs"]


def test_a_followed_level_is_looked_up_each_time(tmp_path: Path) -> None:
    path, level = tmp_path / "x.log", tmp_path / "level"
    log = Log("branchline.test")
    log.open(path, follow=level)
    for word in ("", "debug", "error", "nonsense"):
        if word:
            level.write_text(word)
        log.debug("debug when %s", word)
        log.info("info when %s", word)
    assert texts_of(path) == ["info when ", "debug when debug", "info when debug", "info when nonsense"]


def test_a_level_that_is_none_changes_nothing() -> None:
    before = logging.getLogger("branchline").level
    log = Log("branchline.test")
    for set_level in (python_logging.set_level, log.set_level):
        with pytest.raises(BranchlineError, match="known are: trace, debug") as caught:
            set_level("loud")
        assert caught.value.code == "BAD_LEVEL"
    assert logging.getLogger("branchline").level == before


def test_a_secret_goes_from_texts_arguments_and_tracebacks(tmp_path: Path) -> None:
    script = f"token = {TOKEN!r}; log.info('text ' + token); log.info('argument %s', token)\n"
    script += "try: raise ValueError(token)\nexcept ValueError: log.exception('raised')"
    told = "\n".join(told_by_python(script, tmp_path / "x.log"))
    assert "ValueError: [hidden]" in told
    assert TOKEN not in told
    ours = Log("branchline.test")
    ours.open(tmp_path / "ours.log")
    ours.info("argument %s", TOKEN)
    assert texts_of(tmp_path / "ours.log") == ["argument [hidden]"]


def test_a_log_call_with_arguments_that_do_not_fit_is_told(tmp_path: Path) -> None:
    told_by_python("log.info('%d', 'no number'); log.info('next')", tmp_path / "x.log")
    assert texts_of(tmp_path / "x.log") == ["a line could not be written: its arguments do not fit", "next"]


def write(file: LogFile, text: str) -> None:
    file.write("info", "branchline.test", text, 0.0)


def test_a_file_is_set_aside_when_it_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("branchline.machine.log.MAX_SIZE", 100)
    path = tmp_path / "x.log"
    files = [LogFile(path), LogFile(path)]  # as two relays have it
    for number in range(8):
        write(files[number % 2], f"line {number}")
    told = [texts_of(path.with_name(name)) for name in ("x.log.2", "x.log.1", "x.log")]
    assert told == [["line 0", "line 1", "line 2"], ["line 3", "line 4", "line 5"], ["line 6", "line 7"]]


def test_a_log_that_cannot_be_written_ends_nobody(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    path.mkdir()
    write(LogFile(path), "into nothing")
    path.rmdir()
    write(LogFile(path), "again")
    assert texts_of(path) == ["again"]
