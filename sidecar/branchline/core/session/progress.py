"""How far an agent is by its own list of things to do, and which tool it uses: what its hooks tell, put together."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from branchline.core.model.work import Progress
from branchline.core.model.work_told import Item, ItemTold, ListTold, ToolBegan, ToolEnded, WorkTold

MOST_TEXT = 120
"""Characters of one thing to do."""
_MOST_ITEMS = 500
_MOST_OVER = 64


@attrs.frozen
class Doing:
    """`items` are by the agent's own ids, where it tells one at a time."""

    items: Mapping[str, Item] = attrs.field(factory=dict)
    told: Progress | None = None
    """What was told of the list before this sidecar."""
    percent: int | None = None
    tools: tuple[ToolBegan, ...] = ()
    """Those in use, the latest last."""
    over: tuple[str, ...] = ()
    """Uses that have ended: that one begins may be told after its end."""

    @property
    def progress(self) -> Progress | None:
        """None where there is no list, and no percent."""
        if not self.items and self.told is None:
            return None if self.percent is None else Progress(percent=self.percent)
        if not self.items and self.told is not None:
            return attrs.evolve(self.told, percent=self.percent)
        every = self.items.values()
        now = next((each.text for each in every if each.is_doing), "")
        return Progress(sum(each.is_done for each in every), len(every), short(now), self.percent)

    @property
    def tool(self) -> str | None:
        return short(self.tools[-1].tool) if self.tools else None


def doing_told(doing: Doing, said: WorkTold) -> Doing:
    match said:
        case ListTold(items):
            listed = {str(number): item for number, item in enumerate(items[:_MOST_ITEMS])}
            return attrs.evolve(doing, items=listed, told=None)
        case ItemTold():
            return _item(doing, said)
        case ToolBegan(_, use) if not use or use not in doing.over:
            return attrs.evolve(doing, tools=(*doing.tools, said)[-_MOST_OVER:])
        case ToolEnded(tool, use):
            left = tuple(each for each in doing.tools if (each.use != use if use else each.tool != tool))
            over = (*doing.over, use)[-_MOST_OVER:] if use else doing.over
            return attrs.evolve(doing, tools=left, over=over)
    return doing


def rests(doing: Doing) -> Doing:
    """The turn is over: no tool is in use."""
    return attrs.evolve(doing, tools=()) if doing.tools else doing


def short(text: str) -> str:
    """In one line."""
    line = " ".join(text[: 8 * MOST_TEXT].split())
    return line if len(line) <= MOST_TEXT else f"{line[: MOST_TEXT - 1]}…"


def _item(doing: Doing, said: ItemTold) -> Doing:
    items = dict(doing.items)
    if said.is_gone:
        items.pop(said.id, None)
        return attrs.evolve(doing, items=items)
    before = items.get(said.id)
    if before is None and (said.text is None or len(items) >= _MOST_ITEMS):
        return doing  # Of a list that was made before this sidecar: nothing is known of it.
    before = before or Item("")
    items[said.id] = Item(
        before.text if said.text is None else said.text,
        before.is_done if said.is_done is None else said.is_done,
        before.is_doing if said.is_doing is None else said.is_doing,
    )
    return attrs.evolve(doing, items=items, told=None)
