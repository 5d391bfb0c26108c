"""Where things lie, that it is the user's alone, and that sockets there can be made."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from branchline.core.errors import BranchlineError
from branchline.machine.paths import LONGEST_SOCKET_PATH, Paths, self_command, system_folders


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def home_paths(home: Path) -> Paths:
    return Paths.from_environment({"BRANCHLINE_HOME": str(home)})


def test_a_home_holds_all_of_it(tmp_path: Path) -> None:
    paths = home_paths(tmp_path)
    assert paths.store == tmp_path / "data" / "store.json"
    assert paths.transcripts == tmp_path / "data" / "transcripts"
    assert paths.session_folder("x") == tmp_path / "data" / "sessions" / "x"
    assert paths.log_dir == tmp_path / "logs"
    assert mode(tmp_path / "data") == mode(tmp_path / "logs") == 0o700


def test_a_relative_home_is_refused() -> None:
    with pytest.raises(BranchlineError) as caught:
        Paths.from_environment({"BRANCHLINE_HOME": "here"})
    assert caught.value.code == "BAD_HOME"


@pytest.mark.parametrize(
    ("platform", "environment", "data", "logs"),
    [
        ("linux", {}, "/h/.local/share/branchline", "/h/.local/state/branchline/log"),
        ("linux", {"XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"}, "/d/branchline", "/s/branchline/log"),
        # The XDG specification: what is not absolute is ignored.
        (
            "linux",
            {"XDG_DATA_HOME": "d", "XDG_STATE_HOME": " "},
            "/h/.local/share/branchline",
            "/h/.local/state/branchline/log",
        ),
        ("darwin", {}, "/h/Library/Application Support/branchline", "/h/Library/Logs/branchline"),
        ("darwin", {"XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"}, "/d/branchline", "/h/Library/Logs/branchline"),
    ],
)
def test_the_systems_own_places(platform: str, environment: dict[str, str], data: str, logs: str) -> None:
    assert system_folders({"HOME": "/h", **environment}, platform) == (Path(data), Path(logs))


def test_without_a_home_all_programs_meet_in_the_same_place(tmp_path: Path) -> None:
    """However they were started: with or without a login session, in VS Code or over ssh."""
    code = (
        "import os\nfrom branchline.machine.paths import Paths\np = Paths.from_environment(os.environ)\n"
        "print(p.ptyhost_socket, p.sidecar_lock, p.store, p.log_dir, sep='|')"
    )
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    usual = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    told = []
    for more in ({}, {"XDG_RUNTIME_DIR": str(runtime)}, {"TMPDIR": str(runtime)}):
        done = subprocess.run(
            [sys.executable, "-c", code], env={**usual, **more}, capture_output=True, text=True, check=True, timeout=60
        )
        told.append(done.stdout)
        for path in map(Path, done.stdout.strip().split("|")[:2]):
            if path.is_relative_to("/tmp") and path.parent.name.startswith("branchline-"):
                shutil.rmtree(path.parent, ignore_errors=True)
    assert told[0] == told[1] == told[2]
    assert str(tmp_path) in told[0].split("|")[2]


def test_folders_that_were_open_to_others_are_closed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    assert mode(home_paths(tmp_path).data) == 0o700


@pytest.mark.parametrize("name", ["data", "logs", "run"])
def test_a_file_in_the_way(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    paths = Paths(tmp_path / name, tmp_path / name, tmp_path / name)
    with pytest.raises(BranchlineError, match="BRANCHLINE_HOME") as caught:
        _ = paths.data
    assert caught.value.code == "NO_FOLDER"
    assert (tmp_path / name).read_text() == "mine"


# ------------------------------------------------------------ sockets


@pytest.fixture
def long_home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / ("x" * 100)
    home.mkdir()
    yield home
    shutil.rmtree(_short(home), ignore_errors=True)


def _short(home: Path) -> Path:
    from hashlib import sha256

    return Path(f"/tmp/branchline-{os.getuid()}-{sha256(os.fsencode(home / 'run')).hexdigest()[:12]}")


@pytest.mark.parametrize("length", [1, 60, 100])
def test_every_socket_path_can_be_bound(length: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="b", dir="/tmp") as folder:
        home = Path(folder) / ("x" * length)
        paths = home_paths(home)
        try:
            for path in (paths.ptyhost_socket, paths.sidecar_socket, paths.ptyhost_socket.with_suffix(".new")):
                assert len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
                with socket.socket(socket.AF_UNIX) as link:
                    link.bind(str(path))
            assert mode(paths.runtime) == 0o700
            assert paths.ptyhost_lock.parent == paths.sidecar_lock.parent == paths.runtime
        finally:
            if paths.runtime != home / "run":
                shutil.rmtree(paths.runtime)


def test_a_long_home_gets_a_short_folder_of_its_own(long_home: Path) -> None:
    runtime = home_paths(long_home).runtime
    assert runtime == home_paths(long_home).runtime == _short(long_home)
    assert runtime != home_paths(long_home / "other")._runtime
    assert mode(runtime) == 0o700


def test_a_trap_in_the_public_folder_is_refused(long_home: Path, tmp_path: Path) -> None:
    short, theirs = _short(long_home), tmp_path / "theirs"
    theirs.mkdir(mode=0o700)
    short.symlink_to(theirs)
    try:
        with pytest.raises(BranchlineError) as caught:
            _ = home_paths(long_home).ptyhost_socket
        assert caught.value.code == "UNSAFE_FOLDER"
        assert str(short) in caught.value.message
        assert list(theirs.iterdir()) == []
    finally:
        short.unlink()


def test_a_folder_that_others_could_write_to_is_refused(long_home: Path) -> None:
    short = _short(long_home)
    short.mkdir()
    short.chmod(0o777)
    with pytest.raises(BranchlineError) as caught:
        _ = home_paths(long_home).runtime
    assert caught.value.code == "UNSAFE_FOLDER"
    short.chmod(0o755)
    assert mode(home_paths(long_home).runtime) == 0o700


# ------------------------------------------------------------ our own command


def test_our_command_runs_isolated_from_the_users_python(tmp_path: Path) -> None:
    (tmp_path / "branchline.py").write_text("raise SystemExit('the wrong one')")
    (tmp_path / "attr.py").write_text("raise SystemExit('the wrong one')")
    done = subprocess.run(
        self_command("--version"),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path), "PYTHONHOME": "/no/such"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("branchline ")


def test_packages_beside_the_launcher_are_used_and_no_others(tmp_path: Path) -> None:
    launcher = tmp_path / "launch.py"
    shutil.copy(self_command()[-1], launcher)
    (tmp_path / "branchline").mkdir()
    (tmp_path / "branchline" / "__init__.py").touch()
    (tmp_path / "branchline" / "__main__.py").write_text(
        "import sys, wanted\ndef main():\n    print(wanted.__file__)\n"
        "    return 'site' in sys.modules or any('site-packages' in path for path in sys.path)"
    )
    (tmp_path / "libs").mkdir()
    (tmp_path / "libs" / "wanted.py").touch()
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(launcher)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == str(tmp_path / "libs" / "wanted.py")
