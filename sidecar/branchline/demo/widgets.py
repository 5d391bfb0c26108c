"""The parts of the live block: the input box and the approval dialog. State and drawing, no terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

from branchline.demo.drawing import BLUE, BOLD, DIM, GREEN, RED, Line, boxed, cut, printable, width_of, wrap
from branchline.demo.keys import Key
from branchline.demo.steps import Approve, Choose

Picture = tuple[list[Line], tuple[int, int]]
"""Rows, and the cursor's (row, column) in them."""
_INPUT_ROWS = 6


@dataclass
class Editor:
    """The line being typed. `place` is the cursor's index in `text`."""

    text: str = ""
    place: int = 0

    def clear(self) -> str:
        """What was typed, with nothing left."""
        text, self.text, self.place = self.text, "", 0
        return text

    def press(self, key: Key) -> None:
        if key.name in ("text", "paste"):
            self.insert(printable(key.text))
        elif key.name == "newline":
            self.insert("\n")
        elif key.name == "backspace" and self.place:
            self.text = self.text[: self.place - 1] + self.text[self.place :]
            self.place -= 1
        elif key.name == "delete":
            self.text = self.text[: self.place] + self.text[self.place + 1 :]
        elif key.name == "ctrl-u":
            self.text, self.place = self.text[self.place :], 0
        else:
            moved = {"left": self.place - 1, "right": self.place + 1, "home": 0, "end": len(self.text)}
            self.place = min(max(moved.get(key.name, self.place), 0), len(self.text))

    def insert(self, text: str) -> None:
        self.text = self.text[: self.place] + text + self.text[self.place :]
        self.place += len(text)

    def draw(self, columns: int, rows: int) -> Picture:
        """At most `rows` rows with the frame; of a long text the part around the cursor."""
        room = max(columns - 6, 2)
        before = wrap(self.text[: self.place], room)
        lines = wrap(self.text, room) if self.text else [""]
        row = len(before) - 1
        shown = max(min(_INPUT_ROWS, rows - 2), 1)
        first = min(max(row - shown + 1, 0), max(len(lines) - shown, 0))
        inner = [
            Line(text, left="> " if number + first == 0 else "  ")
            for number, text in enumerate(lines[first : first + shown])
        ]
        column = 4 + width_of(before[-1])
        if rows < 3:  # no room for a frame
            return inner, (min(row - first, len(inner) - 1), column - 2)
        return boxed(inner, columns), (min(row - first, len(inner) - 1) + 1, column)


YES, ALWAYS, NO = range(3)


@dataclass
class Dialog:
    """One question with its answers: three to an Approve. `press` gives the answer once there is one; to a Choose it is
    -1 that leaves it open."""

    ask: Approve | Choose
    selected: int = YES
    labels: list[str] = field(init=False)

    def __post_init__(self) -> None:
        if isinstance(self.ask, Choose):
            self.labels = list(self.ask.labels)
            return
        self.labels = [
            "Yes",
            f"Yes, and don't ask again {self.ask.always}",
            "No, and tell the agent what to do differently (esc)",
        ]

    def press(self, key: Key) -> int | None:
        if key.name == "up":
            self.selected = (self.selected - 1) % len(self.labels)
        elif key.name in ("down", "tab"):
            self.selected = (self.selected + 1) % len(self.labels)
        elif key.name == "enter":
            return self.selected
        elif key.name in ("escape", "ctrl-c"):
            return -1 if isinstance(self.ask, Choose) else NO
        elif key.name == "text" and key.text in "123456789"[: len(self.labels)]:
            return int(key.text) - 1
        return None  # letters are no answer: what is typed for the agent must not decide

    def draw(self, columns: int, rows: int) -> Picture:
        """At most `rows` rows: of a tall body the head is shown, in a tiny terminal only the options."""
        options = [
            Line(f"{number + 1}. {label}", BLUE if chosen else "", left="❯ " if chosen else "  ")
            for number, label in enumerate(self.labels)
            for chosen in (number == self.selected,)
        ]
        head = [Line(self.ask.title, BOLD), Line()]
        question = [*([Line()] if self.ask.body else []), Line(self.ask.question)]
        room = rows - len(head) - len(question) - len(options) - 2
        body = [Line(cut(printable(row), columns), _style(row), left="  ") for row in self.ask.body]
        if len(body) > room > 0:
            body = [*body[: room - 1], Line(f"… {len(body) - room + 1} more lines", DIM, left="  ")]
        if room > 0:
            lines = boxed([*head, *body, *question, *options], columns)
        elif rows >= 6:
            lines = boxed([Line(self.ask.question), *options], columns)
        else:
            lines = options
        lines = lines[-rows:] if rows < len(lines) else lines
        place = next(number for number, line in enumerate(lines) if "❯" in line.left) if rows > 3 else 0
        return lines, (place, 2 if lines[0].text[:1] == "╭" else 0)


def _style(row: str) -> str:
    return {"+": GREEN, "-": RED}.get(row[:1], "")
