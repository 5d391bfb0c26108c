"""What is taken for a setting, by the kind of thing that it holds."""

from __future__ import annotations

from branchline.core.model.setup import AfterSetup
from branchline.core.session.attention_events import Level
from branchline.core.session.quiet_hours import read_quiet_hours


def is_prefix(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 100 and "\0" not in value


def is_folder(value: object) -> bool:
    return not value or (isinstance(value, str) and value.startswith("/") and "\0" not in value)


def is_megabytes(value: object) -> bool:
    # What is no number compares as false.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 1 <= value <= 1000


def is_copied_megabytes(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100_000


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000


def is_few(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 4


def is_switch(value: object) -> bool:
    return isinstance(value, bool)


def is_object(value: object) -> bool:
    return isinstance(value, dict)


def are_paths(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(path, str) for path in value.values())


def are_patterns(value: object) -> bool:
    return isinstance(value, list) and all(is_pattern(each) for each in value)


def is_pattern(value: object) -> bool:
    """As git takes it for a path; one that begins with a colon would be an instruction to git."""
    return isinstance(value, str) and 0 < len(value) <= 1000 and "\0" not in value and not value.startswith(":")


def is_command(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and "\0" not in each for each in value)


def is_level(value: object) -> bool:
    return isinstance(value, str) and value in {each.value for each in Level}


def are_hours(value: object) -> bool:
    return isinstance(value, str) and read_quiet_hours(value) is not None


def are_tries(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 20


def are_minutes(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1440


def are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def are_seconds(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 1 <= value <= 600


def is_after_setup(value: object) -> bool:
    return isinstance(value, str) and value in {each.value for each in AfterSetup}
