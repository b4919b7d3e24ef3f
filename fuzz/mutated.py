"""Inputs that Atheris changes byte by byte: `python -m fuzz.mutated TARGET RUNS CORPUS`. Prints a tally.

With a further folder it makes no inputs, but puts those of the other folders that together reach everything into
the first.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

import atheris

with atheris.instrument_imports(include=["campaigns", "ui"]):
    from fuzz.tally import Tally, warm_up
    from fuzz.targets import CRASHES, TARGETS, Target

ENDLESS_SECONDS = 120
"""By the clock: only for what not even a signal stops, since the machine may be busy."""

MEGABYTES = 3_000
_MERGE = ["-set_cover_merge=1"]


def main() -> None:
    """Try so many inputs on a target; libFuzzer ends the process."""
    name, runs, corpus, *others = sys.argv[1:]
    target, tally = TARGETS[name], Tally()
    warm_up(target)

    def put(data: bytes) -> None:
        try:
            tally.put(target, data)
        except BaseException:
            print(tally, flush=True)
            raise
        if tally.verdicts.total() == int(runs):
            print(tally, flush=True)

    with NamedTemporaryFile("w", suffix=".dict") as words:
        words.write(_dictionary(target))
        words.flush()
        folders = [corpus, str(target.folder), *others]
        atheris.Setup([sys.argv[0], *_options(target, runs, words.name), *_MERGE[: len(others)], *folders], put)
        atheris.Fuzz()


def _options(target: Target, runs: str, words: str) -> list[str]:
    """What libFuzzer is told."""
    Path(CRASHES).mkdir(exist_ok=True)
    return [
        f"-runs={runs}",
        f"-dict={words}",
        f"-max_len={target.longest}",
        f"-timeout={ENDLESS_SECONDS}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-artifact_prefix={CRASHES}/{target.name}-",
        "-verbosity=0",
    ]


def _dictionary(target: Target) -> str:
    """The target's words as libFuzzer reads them, one a line, every byte spelled out."""
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n' for word in target.words)


if __name__ == "__main__":
    main()
