"""Inputs that Hypothesis makes up, nearly right: `python -m fuzz.made TARGET RUNS`. Prints a tally."""

from __future__ import annotations

import hashlib
import sys
import traceback

from hypothesis import HealthCheck, Phase, given, settings

from fuzz.tally import BROKEN, Tally, warm_up
from fuzz.targets import CRASHES, TARGETS, Target


def main() -> int:
    """Try so many inputs on a target."""
    name, runs = sys.argv[1:]
    target, tally = TARGETS[name], Tally()
    warm_up(target)
    broken = try_made(target, int(runs), tally)
    print(tally, flush=True)
    return BROKEN if broken else 0


def try_made(target: Target, runs: int, tally: Tally) -> bool:
    """Make up inputs until one breaks the law, and keep the smallest that does."""
    last = b""

    @settings(
        max_examples=runs,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(target.made())
    def tried(data: bytes) -> None:
        nonlocal last
        last = data
        tally.put(target, data)

    try:
        tried()
    except BaseException:
        traceback.print_exc()
        _keep(target, last)
        return True
    return False


def _keep(target: Target, data: bytes) -> None:
    CRASHES.mkdir(exist_ok=True)
    file = CRASHES / f"{target.name}-made-{hashlib.sha1(data, usedforsecurity=False).hexdigest()}"
    file.write_bytes(data)
    print(f"It is kept in {file}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
