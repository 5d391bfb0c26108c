"""`make eval`: what Branchline sees in recordings of real agents, against what they really did.

Arguments are folders (else tests/data/recordings), each with AGENT/SCENARIO.jsonl.gz and .labels.json, or with those
in a folder of a group, such as newest/AGENT. Only labels of quality `exact` count. After a row for each agent comes one
for each group: `adapted`, `unadapted` (agents without a room), and what has a folder of its own. Ends with 1 when a
figure of an agent or a group is below the floor in `floor.json` of the first folder, if it has one.

accuracy   share of the labelled time with the right status; 0.3 s after each change of label are left out. For ordinary
           programs (`plain`) starting, working and ready are one.
recall     labelled waits (>= 0.5 s) that are seen for >= 80 % of their time after the first 0.3 s.
precision  seen waits (>= 0.3 s) that lie in a labelled one (+ 0.5 s) for at least half of their time.
prompts    fields of the prompts that are right: kind, options' number, selected, keys, and what is asked where the
           labels say it (`expect`).
delay      from a wait's first byte to its publication: median and worst.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from branchline.core.model.prompt import Prompt
from branchline.core.model.screen import Observation
from branchline.core.model.status import Status
from branchline.service.terminals.replay import agent_named, load, replay

GRACE, SLACK = 0.3, 0.5
LIVE = ("starting", "working", "waiting", "ready")
RECORDINGS = Path(__file__).parents[1] / "tests" / "data" / "recordings"
KINDS = {
    "bash": "approval",
    "edit": "approval",
    "fetch": "approval",
    "yesno": "approval",
    "apikey": "login",
    "hostkey": "trust",
    "text": "question",
    "menu": "question",
    "pager": "question",
    "editor": "question",
}
"""What the labels call it, where it is not our own word."""


@attrs.frozen
class Span:
    start: float
    end: float
    state: str
    prompts: tuple[tuple[float, Prompt | None], ...] = ()
    """What was asked meanwhile, and since when."""
    label: dict[str, Any] = attrs.field(factory=dict)

    @property
    def length(self) -> float:
        return self.end - self.start

    def shared(self, start: float, end: float) -> float:
        return max(0.0, min(self.end, end) - max(self.start, start))


@attrs.define
class Score:
    """Sums over recordings."""

    recordings: int = 0
    total: float = 0.0
    right: float = 0.0
    waits: int = 0
    found: int = 0
    shown: int = 0
    true: int = 0
    fields: int = 0
    fields_right: int = 0
    delays: list[float] = attrs.field(factory=list)

    def add(self, other: Score) -> None:
        for field in attrs.fields(Score):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def figures(self) -> dict[str, float]:
        """Shares from 0 to 1; 1 where there was nothing to get wrong."""
        return {
            "accuracy": self.right / self.total if self.total else 1.0,
            "recall": self.found / self.waits if self.waits else 1.0,
            "precision": self.true / self.shown if self.shown else 1.0,
            "prompts": self.fields_right / self.fields if self.fields else 1.0,
        }

    def row(self, name: str) -> str:
        shares = "".join(f"{100 * share:10.1f} %" for share in self.figures().values())
        delays = "-"
        if self.delays:
            delays = f"{1000 * statistics.median(self.delays):.0f} / {1000 * max(self.delays):.0f} ms"
        return f"{name:16}{self.recordings:4}{shares}{delays:>18}"


def seen_spans(path: Path, end: float) -> list[Span]:
    recording = load(path)
    changes = [
        (time, seen or Observation(Status.STARTING, "started"))
        for time, seen in replay(recording, agent_named(recording.agent))
    ]
    spans: list[Span] = []
    for place, (time, seen) in enumerate(changes):
        until = changes[place + 1][0] if place + 1 < len(changes) else end
        if spans and spans[-1].state == seen.status.value:
            spans[-1] = attrs.evolve(spans[-1], end=until, prompts=(*spans[-1].prompts, (time, seen.prompt)))
        elif until > time:
            spans.append(Span(time, until, seen.status.value, ((time, seen.prompt),)))
    return spans


def score(path: Path, labels: dict[str, Any]) -> Score:
    plain = path.parent.name == "plain"
    truth = [
        Span(each["from"], each["to"], each["state"], label=each)
        for each in labels["intervals"]
        if each["state"] in LIVE and each["to"] > each["from"]
    ]
    if not truth:
        return Score()
    spans = seen_spans(path, max(each.end for each in truth))
    waiting = [each for each in spans if each.state == "waiting"]
    asked = [each for each in truth if each.state == "waiting"]
    result = Score(recordings=1)
    for each in truth:
        start = min(each.end, each.start + GRACE)
        result.total += each.end - start
        result.right += sum(span.shared(start, each.end) for span in spans if _agree(span.state, each.state, plain))
    for each in asked:
        found = [span for span in waiting if span.shared(each.start, each.end) > 0]
        if each.length >= 0.5:
            result.waits += 1
            covered = sum(span.shared(each.start + GRACE, each.end) for span in found)
            result.found += covered >= 0.8 * (each.length - GRACE)
            if found:
                result.delays.append(max(0.0, found[0].start - each.start))
        if found:
            checks = list(_fields(each.label, _asked(found, each)))
            result.fields += len(checks)
            result.fields_right += sum(checks)
    for span in waiting:
        if span.length >= GRACE:
            result.shown += 1
            result.true += sum(span.shared(each.start, each.end + SLACK) for each in asked) >= 0.5 * span.length
    return result


def _asked(found: list[Span], wait: Span) -> Prompt | None:
    """The first prompt that was published for this wait, or the one that stood when it began."""
    told = [each for span in found for each in span.prompts if each[0] < wait.end and each[1] is not None]
    return next((prompt for time, prompt in told if time >= wait.start - SLACK), told[-1][1] if told else None)


def _agree(seen: str, labelled: str, plain: bool) -> bool:
    others = ("starting", "working", "ready")
    return seen == labelled or (plain and seen in others and labelled in others)


def _fields(label: dict[str, Any], prompt: Prompt | None) -> Iterator[bool]:
    """One truth value for each thing that the label says of the prompt."""
    if prompt is None:
        yield False
        return
    if kind := label.get("kind"):
        yield prompt.kind.value == KINDS.get(kind, kind)
    keys = {option.meaning.value: option.key for option in prompt.options}
    for name, meaning in (("once", "accept"), ("reject", "reject")):
        if label.get("kind") in {"bash", "edit", "fetch"} and (label.get("keys") or {}).get(name):
            yield meaning in keys
    if label.get("selected") and prompt.kind.value != "login":
        yield prompt.selected == str(label["selected"])
    for name, value in (label.get("expect") or {}).items():
        said = getattr(prompt, name)
        yield (list(said) if isinstance(said, tuple) else said) == value


def group_of(path: Path, folder: Path) -> str:
    """The group of a recording below `folder`."""
    if path.parent.name == "plain":
        return "plain"
    if not agent_named(load(path).agent).is_adapted:
        return "unadapted"
    above = path.parent.parent
    return "adapted" if above == folder else above.name


def main(folders: list[Path]) -> int:
    agents: dict[str, Score] = defaultdict(Score)
    groups: dict[str, Score] = defaultdict(Score)
    everything = Score()
    for folder in folders:
        for labels_path in sorted(folder.rglob("*.labels.json")):
            labels = json.loads(labels_path.read_text())
            if labels.get("quality") == "exact":
                path = labels_path.with_name(labels_path.name.replace(".labels.json", ".jsonl.gz"))
                result = score(path, labels)
                agent = path.parent.relative_to(folder).as_posix()
                for each in (agents[agent], groups[group_of(path, folder)], everything):
                    each.add(result)
    print(f"{'':16}{'n':>4}{'accuracy':>12}{'recall':>12}{'precision':>12}{'prompts':>12}{'delay':>18}")
    for name in sorted(agents, key=lambda name: ("/" in name, name)):
        print(agents[name].row(name))
    for name in sorted(groups.keys() - {"plain"}):
        print(groups[name].row(name))
    print(everything.row("all"))
    scores = {**groups, **agents}
    floor_path = folders[0] / "floor.json"
    floor = json.loads(floor_path.read_text()) if floor_path.exists() else {}
    below = [
        f"{name}: {figure} is {100 * scores[name].figures()[figure]:.1f} %, the floor is {100 * least:.1f} %"
        for name, figures in floor.items()
        for figure, least in figures.items()
        if name in scores and scores[name].figures()[figure] < least - 1e-9
    ]
    below += [f"{name}: there is no recording" for name in floor if name not in scores]
    for sentence in below:
        print(f"below the floor: {sentence}", file=sys.stderr)
    return 1 if below or not scores else 0


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]] or [RECORDINGS]))
