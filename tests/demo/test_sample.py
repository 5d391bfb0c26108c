from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from branchline.demo import sample, sample_history


def git(path: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=path, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_it_is_a_clean_repository_with_a_history(tmp_path: Path) -> None:
    repo = sample.create(tmp_path / "sample")
    assert git(repo, "status", "--porcelain") == ""
    assert git(repo, "branch", "--format=%(refname:short)").split() == ["feature/currency", "main"]
    assert git(repo, "rev-parse", "--abbrev-ref", "HEAD") == "main"
    assert int(git(repo, "rev-list", "--count", "main")) == 5
    assert git(repo, "log", "--format=%an", "-1") == "Robin Sample"


def test_commit_ids_are_the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sample.create(tmp_path / "one")
    config = tmp_path / "gitconfig"
    config.write_text("[core]\nautocrlf = true\n[user]\nname = Somebody\n[init]\ndefaultBranch = trunk\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    second = sample.create(tmp_path / "two")
    for branch in (sample_history.MAIN, sample_history.SECOND):
        assert git(first, "rev-parse", branch) == git(second, "rev-parse", branch)
    assert git(first, "rev-parse", "main") == "bb4595ef975aa96a001b511792bcebb9ab488af8"


def test_its_own_tests_pass(tmp_path: Path) -> None:
    repo = sample.create(tmp_path / "sample")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=repo,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_occupied_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    assert sample.main([str(tmp_path)]) == 1
    assert "not empty" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt"]


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--help"]])
def test_wrong_arguments_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert sample.main(arguments) == 2
    assert "usage" in capsys.readouterr().err
