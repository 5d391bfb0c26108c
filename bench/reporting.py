"""One line for many measurements."""

from __future__ import annotations

import statistics


def report(what: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * second for second in seconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    spread = f"p50 {statistics.median(ordered):.2f} ms, p95 {p95:.2f} ms, worst {ordered[-1]:.2f} ms"
    print(f"  {what}: {spread}, {len(ordered)} runs")
