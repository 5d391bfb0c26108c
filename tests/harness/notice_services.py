"""ntfy, Telegram and Slack on loopback, as far as the scripts of docs/notices.md use them, and who holds the phone."""

from __future__ import annotations

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

CHAT, USER = "42", "U1"


class NoticeServices:
    """`shown` are the texts of the notices that came."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self._sent: list[dict[str, Any]] = []
        self._pressed: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._ending = False
        services = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                services._posted(json.loads(self.rfile.read(length)))
                self._reply(b'{"ok": true}')

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                self._reply(services._asked(url.path, parse_qs(url.query)))

            def _reply(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError):  # A script that waited was ended.
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def variables(self) -> dict[str, str]:
        """Which the scripts take in place of their own."""
        address = f"http://127.0.0.1:{self._server.server_port}"
        return {
            "NTFY": address,
            "NTFY_TOPIC": "topic",
            "TELEGRAM": address,
            "TELEGRAM_BOT": "1:bot",
            "TELEGRAM_CHAT": CHAT,
            "SLACK": address,
            "SLACK_BOT": "bot",
            "SLACK_CHANNEL": "C1",
            "SLACK_USER": USER,
            "SLACK_EVERY": "0.2",
        }

    def __enter__(self) -> NoticeServices:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._news:
            self._ending = True
            self._news.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def press(self, option: str) -> None:
        """The button of the option with that id in the last notice, or a reply of it in its thread."""
        sent = self._sent[-1]
        with self._news:
            self._pressed.append({"sent": sent, "option": option})
            self._news.notify_all()

    # ------------------------------------------------------------ what scripts ask

    def _posted(self, sent: dict[str, Any]) -> None:
        self._sent.append(sent)
        self.shown.append(str(sent.get("message") or sent.get("text")))

    def _asked(self, path: str, query: dict[str, list[str]]) -> bytes:
        if path == "/topic-replies/raw":
            return self._wait().get("ntfy", "").encode()
        if path.endswith("/getUpdates"):
            offset = int(query["offset"][0])
            data = self._wait(offset).get("telegram")
            callback = {"from": {"id": int(CHAT)}, "id": "7", "data": data}
            return json.dumps({"result": [{"update_id": 1, "callback_query": callback}] if data else []}).encode()
        stranger = {"user": "U2", "text": "no"}
        if path == "/conversations.replies":
            ours = {"user": USER, "text": self._pressed[-1]["option"]}
            return json.dumps({"messages": [{}, stranger, ours]}).encode()
        asked = [
            {"ts": f"{n}.5", "metadata": sent["metadata"], "reply_count": len(self._pressed)}
            for n, sent in enumerate(self._sent)
        ]
        return json.dumps({"messages": [{"ts": "0.1", "text": "hello"}, *asked]}).encode()

    def _wait(self, offset: int = 0) -> dict[str, str]:
        """What was pressed, once it is: later requests find nothing new and wait."""
        with self._news:
            while not self._ending and (offset > 1 or not self._pressed or self._pressed[-1].get("given")):
                self._news.wait(0.5)
            if self._ending:
                return {}
            pressed = self._pressed[-1]
            pressed["given"] = True
        sent, option = pressed["sent"], pressed["option"]
        keys = [key for row in sent.get("reply_markup", {}).get("inline_keyboard", []) for key in row]
        bodies = {
            "ntfy": [f"{each['body']}\n" for each in sent.get("actions", []) if each["body"].endswith(f" {option}")],
            "telegram": [key["callback_data"] for key in keys if key["callback_data"].endswith(f" {option}")],
        }
        return {name: found[0] for name, found in bodies.items() if found}
