"""Distil the corpus that runs have gathered into seeds: `python -m fuzz.distil`.

Of all inputs, the few are taken over that together reach everything that is reached, the smallest first, as long as
a target's seeds stay small. Seeds are never taken out: each was put there for a reason.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.__main__ import CORPUS, ROOT
from fuzz.targets import TARGETS, Target

MOST_BYTES = 20_000
"""Of the seeds of one target."""


def main() -> None:
    """Distil the corpus of every target that Atheris has worked on."""
    for target in TARGETS.values():
        if (CORPUS / target.name).is_dir():
            print(f"{target.name}: {_taken_over(target)} seeds more")


def _taken_over(target: Target) -> int:
    """How many inputs became seeds."""
    room = MOST_BYTES - sum(file.stat().st_size for file in target.seeds())
    there = {file.read_bytes() for file in target.seeds()}
    taken = 0
    with TemporaryDirectory() as folder:
        _merge(target, Path(folder))
        for file in sorted(Path(folder).iterdir(), key=lambda file: file.stat().st_size):
            room -= file.stat().st_size
            if room >= 0 and file.read_bytes() not in there:
                file.rename(target.folder / file.name[:12])
                taken += 1
    return taken


def _merge(target: Target, folder: Path) -> None:
    """Put the inputs that together reach everything into a folder; libFuzzer does it."""
    command = [sys.executable, "-m", "fuzz.mutated", target.name, "-1", str(folder), str(CORPUS / target.name)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    main()
