"""The gate: every stage runs and is told, what failed is told with its log, and busy loops end with what needs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import busy
import check
import pythons
import suites
import toolchain
from harness.processes import exists
from harness.sidecar import wait_for


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check, "LOGS", tmp_path)
    return tmp_path


def stage(name: str, script: str) -> check.Stage:
    return check.Stage(name, lambda: [sys.executable, "-c", script])


def test_a_stage_that_fails_ends_no_other(logs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = stage("broken", "print('the cause'); raise SystemExit(3)")
    groups = [
        check.Group((), (broken, stage("after", "print('proof: rounds: 15'); print('more')"))),
        check.Group((), (stage("beside", ""),)),
        check.Group((), (stage("last", ""),)),
    ]
    assert check.run_all(groups, dict(os.environ), 2) == {"broken": False, "after": True, "beside": True, "last": True}
    told = capfd.readouterr().out
    assert "the cause" in told
    assert "proof: rounds: 15" in told
    assert "more" not in told, "what passed is in its log"
    assert (logs / "after.log").read_text() == "proof: rounds: 15\nmore\n"


def test_each_size_holds_the_one_before() -> None:
    names = {size: [stage.name for group in groups for stage in group.stages] for size, groups in check.SIZES.items()}
    assert all(len(each) == len(set(each)) for each in names.values())
    assert set(names["check"]) < set(names["test"])
    assert set(names["all"]) - set(names["test"]) == {"pythons"}


def test_each_file_of_tests_is_in_one_stage_and_in_the_whole_of_its_share() -> None:
    stages = [
        [*stage.argv(), *(stage.share.all() if stage.share else [])]
        for group in check.SIZES["test"]
        for stage in group.stages
    ]
    given = [set(map(str, words)) for words in stages if "pytest" in words]
    files = [each.relative_to(toolchain.ROOT) for each in toolchain.ROOT.glob("tests/**/test_*.py")]
    assert len(files) > 200
    for file in files:
        ways = {str(each) for each in (file, *file.parents)}
        assert len([each for each in given if each & ways and not each & {f"--ignore={way}" for way in ways}]) == 1, (
            file
        )


def test_what_runs_in_one_process_is_tested_on_the_oldest_python_at_every_push() -> None:
    words = {stage.name: stage.argv() for group in check.SIZES["test"] for stage in group.stages}
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    asked = subprocess.run([words["service"][0], "-c", question], capture_output=True, text=True, check=True)
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert asked.stdout.strip() == next(iter(pythons.interpreters()), ours)
    assert {words[name][0] for name in check.UNITS} == {words["service"][0]}


@pytest.mark.parametrize("share", [suites.SPECS, suites.STORIES, suites.REAL_AGENTS], ids=lambda share: share.what)
def test_a_commit_runs_a_share_and_the_next_ones_run_the_rest(share: suites.Share) -> None:
    every = share.all()
    some = {seed: share.some(seed) for seed in map(str, range(200))}
    assert all(len(set(names)) == share.count < len(every) for names in some.values())
    assert all(f"{share.folder}/{name}" in names for names in some.values() for name in share.always)
    assert set().union(*some.values()) == {*every}
    assert share.some("7") == some["7"], "CI's run can be made again"
    assert all((toolchain.ROOT / name).is_file() for name in every)


@pytest.mark.parametrize("full", [True, False])
def test_a_stage_gets_the_files_of_its_share(
    logs: Path, full: bool, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRANCHLINE_SEED", "a seed")
    share = suites.Share("letters", "tests/scripts", "test_*.py", count=2, always=("test_check.py",))
    files_given = "import sys; print(sorted(sys.argv[1:]))"
    group = check.Group((), (check.Stage("letters", lambda: [sys.executable, "-c", files_given], share=share),))
    environment = {**os.environ, suites.FULL: "1" if full else ""}
    assert check.run_all([group], environment, 1) == {"letters": True}
    names = share.all() if full else share.some("a seed")
    told, files = (logs / "letters.log").read_text().splitlines()
    assert files == str(names)
    assert told == f"proof: letters: {len(names)} of {len(share.all())}, chosen by a seed"
    assert told in capfd.readouterr().out


def test_stages_are_chosen_by_name() -> None:
    chosen = check.chosen("test", ["mypy", "browser"])
    assert sorted(stage.name for group in chosen for stage in group.stages) == ["browser", "mypy"]


def test_busy_loops_end_with_their_need_and_with_whoever_started_them() -> None:
    with busy.busy() as loops:
        assert [loop.poll() for loop in loops] == [None] * busy.LOOPS
    assert None not in [loop.poll() for loop in loops]
    script = "import busy, os\nwith busy.busy() as loops: print(*(each.pid for each in loops), flush=True); os._exit(0)"
    environment = {**os.environ, "PYTHONPATH": str(Path(busy.__file__).parent)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == busy.LOOPS
    assert wait_for(lambda: not any(exists(pid) for pid in pids))
