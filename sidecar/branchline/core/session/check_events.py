"""What is said of a session whose work was checked."""

from __future__ import annotations

import attrs

from branchline.core.model.checked import Checked


@attrs.frozen
class CheckSaid:
    checked: Checked
