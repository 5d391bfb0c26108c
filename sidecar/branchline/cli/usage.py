"""`branchline usage`: what sessions used, and what was used on each of the last days."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from typing import Any

from branchline.cli.asking import ask
from branchline.cli.printing import to_reader
from branchline.machine.paths import Paths
from branchline.relay import relay


def main(arguments: list[str]) -> int:
    """Returns the exit code. Raises SidecarError."""
    parser = argparse.ArgumentParser(prog="branchline usage", description="What agents used, as they report it.")
    parser.add_argument("--days", type=int, default=30, choices=range(1, 91), metavar="DAYS", help="of how many")
    parser.add_argument("--json", action="store_true", help="for programs: sessions and days as the protocol has them")
    chosen = parser.parse_args(arguments)
    with relay.connect(Paths.from_environment(os.environ), "client") as link:
        listed = ask(link, "session/list", {})
    with relay.connect(Paths.from_environment(os.environ), "client") as link:
        days = ask(link, "usage/days", {"days": chosen.days})["days"]
    with to_reader():
        print("\n".join(_as_json(listed, days) if chosen.json else _as_text(listed, days)))
    return 0


def _as_json(listed: Mapping[str, Any], days: list[dict[str, Any]]) -> list[str]:
    sessions = [{key: each[key] for key in ("id", "name", "agent", "usage")} for each in listed["sessions"]]
    return [json.dumps({"sessions": sessions, "days": days}, indent=2)]


def _as_text(listed: Mapping[str, Any], days: list[dict[str, Any]]) -> list[str]:
    tells = {each["name"] for each in listed["agents"] if each["tellsUsage"]}
    lines = []
    for each in listed["sessions"]:
        said = "nothing told yet" if each["agent"] in tells else "its agent tells nothing of it"
        usage = each["usage"]
        lines.append(f"{each['id'][:8]}  {each['agent']:<9}  {_counts(usage) if usage else said:<62}  {each['name']}")
        lines += [f"{'':10}{_limit(window)}" for window in (usage or {}).get("windows", ())]
    lines += ["", *(f"{day['day']}  {day['agent']:<9}  {_counts(day)}" for day in days)] if days else []
    return lines or ["Nothing was used yet."]


def _counts(used: Mapping[str, Any]) -> str:
    cost = "" if used["cost"] is None else f"  US${used['cost']:.2f}"
    return f"{used['input']:>13,} in ({used['cached']:,} cached)  {used['output']:>11,} out{cost}"


def _limit(window: Mapping[str, Any]) -> str:
    reset = f", resets at {window['resetsAt']}" if window["resetsAt"] else ""
    return f"limit {ascii(window['name'])[1:-1]}: {window['usedPercent']:.0f} % used{reset}"
