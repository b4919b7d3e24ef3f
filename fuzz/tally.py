"""The tally of a run: how many inputs came to which verdict, and how long the slowest one took."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass, field

from fuzz.bounds import bounded
from fuzz.targets import Target

BROKEN = 77
"""What a run ends with where a law was broken; libFuzzer has the same number."""


@dataclass
class Tally:
    """What became of the inputs tried on a target.

    Attributes:
        verdicts: How many inputs came to each verdict.
        slowest: The seconds of processor time that the slowest one took.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def put(self, target: Target, data: bytes) -> None:
        """Try an input; whatever it raises breaks the law."""
        begun = time.process_time()
        verdict = "broken"
        try:
            with bounded():
                verdict = target.law(data)
        finally:
            self.verdicts[verdict] += 1
            self.slowest = max(self.slowest, time.process_time() - begun)

    def __str__(self) -> str:
        return json.dumps({"verdicts": self.verdicts, "slowest": self.slowest})


def warm_up(target: Target) -> None:
    """Try the seeds without bounds, so that what is read once, such as the world's places, counts for no input."""
    for seed in target.seeds()[:1]:
        target.law(seed.read_bytes())
