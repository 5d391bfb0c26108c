"""The ptyhost logs what was started, asked and ended. Never what a session prints or is typed."""

from __future__ import annotations

from pathlib import Path

from branchline.machine.log import Log

log = Log("branchline.ptyhost")


def unexpected(error: Exception) -> None:
    """A mistake of ours, by class and place. Its text could hold what a session printed."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "nowhere"
    log.error("unexpected %s at %s", type(error).__name__, where)
