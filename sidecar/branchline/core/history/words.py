"""The fixed words of a history, in the languages that Branchline speaks. What agents, git and rules say in detail stays
as they say it."""

from __future__ import annotations

from collections.abc import Mapping

_ENGLISH = {
    "history of": "History of {0}",
    "agent": "Agent",
    "repository": "Repository",
    "branch": "Branch",
    "task": "Task",
    "sessions": "Sessions",
    "status": "Status",
    "since": "{0}, since {1}",
    "changes": "Changes",
    "counts": "{0} files, +{1} −{2}",
    "counts of one": "{0} file, +{1} −{2}",
    "progress": "Progress",
    "done": "Done",
    "under way": "Under way",
    "waits": "Waits to be typed",
    "asked": "Asked for now",
    "nothing": "Nothing yet.",
    "left out": "{0} entries are shown; this line leads to older ones. An export has all of them.",
    "instruction": "Instruction",
    "asks": "Asks",
    "note": "Note of {0}",
    "snapshot": "Snapshot {0}",
    "created": "Session created",
    "worktree": "Worktree",
    "named": "Named",
    "removed": "Session removed",
    "exit": "Agent ended, exit code {0}",
    "by rule": "Auto-yes",
    "by user": "You",
    "by token": "By a one-time token",
    "rule": "rule {0}",
    "answered": "answered",
    "asked you": "left to you",
    "refused": "refused",
    "stale": "came too late",
    "notAnswered": "the answer did not take",
    "stopped": "stopped before it was answered",
    "queued": "Queued",
    "starting": "Loading",
    "working": "Running",
    "waiting": "Waiting for input",
    "ready": "Ready",
    "paused": "Paused",
    "failed": "Error",
    "completed": "Completed",
    "approval": "Approval",
    "question": "Question",
    "trust": "Trust",
    "login": "Login",
    "password": "Password",
    "at the start": "at the start",
    "at ready": "when the agent was ready",
    "at its end": "when the agent ended",
    "before an automatic answer": "before an automatic answer",
    "before pause": "before it was paused",
    "before restore": "before files were restored",
    "after restore": "after files were restored",
    "before remove": "before it was removed",
    "on demand": "on demand",
}
_GERMAN = {
    "history of": "Verlauf von {0}",
    "agent": "Agent",
    "repository": "Repository",
    "branch": "Branch",
    "task": "Aufgabe",
    "sessions": "Sitzungen",
    "status": "Status",
    "since": "{0}, seit {1}",
    "changes": "Änderungen",
    "counts": "{0} Dateien, +{1} −{2}",
    "counts of one": "{0} Datei, +{1} −{2}",
    "progress": "Fortschritt",
    "done": "Erledigt",
    "under way": "In Arbeit",
    "waits": "Wartet darauf, eingegeben zu werden",
    "asked": "Gerade gefragt",
    "nothing": "Noch nichts.",
    "left out": "Gezeigt werden {0} Einträge; diese Zeile führt zu älteren. Ein Export enthält alle.",
    "instruction": "Anweisung",
    "asks": "Fragt",
    "note": "Notiz von {0}",
    "snapshot": "Snapshot {0}",
    "created": "Sitzung erstellt",
    "worktree": "Worktree",
    "named": "Benannt",
    "removed": "Sitzung entfernt",
    "exit": "Agent beendet, Exitcode {0}",
    "by rule": "Auto-yes",
    "by user": "Sie",
    "by token": "Mit Einmal-Token",
    "rule": "Regel {0}",
    "answered": "beantwortet",
    "asked you": "Ihnen überlassen",
    "refused": "abgelehnt",
    "stale": "kam zu spät",
    "notAnswered": "die Antwort kam nicht an",
    "stopped": "vor der Antwort angehalten",
    "queued": "In Warteschlange",
    "starting": "Wird geladen",
    "working": "Arbeitet",
    "waiting": "Wartet auf Eingabe",
    "ready": "Bereit",
    "paused": "Pausiert",
    "failed": "Fehler",
    "completed": "Abgeschlossen",
    "approval": "Zustimmung",
    "question": "Frage",
    "trust": "Vertrauen",
    "login": "Anmeldung",
    "password": "Kennwort",
    "at the start": "am Anfang",
    "at ready": "als der Agent bereit war",
    "at its end": "als der Agent endete",
    "before an automatic answer": "vor einer automatischen Antwort",
    "before pause": "vor dem Pausieren",
    "before restore": "vor dem Wiederherstellen von Dateien",
    "after restore": "nach dem Wiederherstellen von Dateien",
    "before remove": "vor dem Entfernen",
    "on demand": "auf Anforderung",
}
TABLES: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "de": _GERMAN}


class Words:
    """In a language such as `de` or `de-AT`; English for one that is not spoken here."""

    def __init__(self, language: str = "en") -> None:
        self._table = TABLES.get(language.lower().split("-")[0], _ENGLISH)

    def __call__(self, word: str, *values: object) -> str:
        return self._table[word].format(*values)

    def counts(self, files: int, added: int, removed: int) -> str:
        return self("counts of one" if files == 1 else "counts", files, added, removed)

    def known(self, word: str) -> str | None:
        """None for what another version wrote and is not known here."""
        return self._table.get(word)
