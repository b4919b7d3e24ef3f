"""The campaigns as the map's frame fetches them: once, for every session and every filter.

A run of the page then says only which of them are shown, one bit each. The address names the content, so that a
browser may keep it for good.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from campaigns.dataset import Dataset
from campaigns.records import Campaign


@dataclass(frozen=True)
class MapPoints:
    """The campaigns of a data set, ready to be fetched.

    Attributes:
        version: A name for the content.
        year: The year at whose end they stood so; None for today.
        body: The JSON, compressed with gzip.
        positions: Where each campaign stands in it, by its id.
    """

    version: str
    year: int | None
    body: bytes
    positions: Mapping[str, int]

    @property
    def path(self) -> str:
        """The address, relative to the app's own."""
        return f"map/{self.version}.json" + (f"?year={self.year}" if self.year else "")

    def shown(self, campaigns: Iterable[Campaign]) -> str:
        """Which campaigns are shown: a bit for each one of the file, the first the lowest of its byte, as base64."""
        bits = np.zeros(len(self.positions), dtype=bool)
        bits[[self.positions[campaign.id] for campaign in campaigns if campaign.id in self.positions]] = True
        return base64.b64encode(np.packbits(bits, bitorder="little").tobytes()).decode()


def map_points_of(dataset: Dataset, year: int | None = None) -> MapPoints:
    """Make the file of a data set, as it stands today or stood at the end of a year."""
    content = json.dumps(columns(dataset.campaigns), ensure_ascii=False, separators=(",", ":"))
    packed = gzip.compress(content.encode("utf-8", "replace"), 6, mtime=0)
    positions = {campaign.id: place for place, campaign in enumerate(dataset.campaigns)}
    return MapPoints(hashlib.sha256(packed).hexdigest()[:16], year, packed, positions)


def columns(campaigns: Sequence[Campaign]) -> dict[str, list[Any]]:
    """What the map's script has to know of campaigns, a list for each column."""
    return {
        "id": [campaign.id for campaign in campaigns],
        "place": [campaign.place for campaign in campaigns],
        "title": [campaign.title for campaign in campaigns],
        "status": [campaign.status.value for campaign in campaigns],
        "force": [campaign.force.value for campaign in campaigns],
        "point": [campaign.point for campaign in campaigns],
    }


NO_POINTS = MapPoints("", None, b"", {})
"""For maps whose campaigns are in no data set."""
