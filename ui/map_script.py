"""The script of the map's frame: Leaflet and our own in one file, since the frame asks for one after the other."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

_OURS = Path(__file__).parents[1] / "static" / "map"
_PARTS = (
    Path(leaflet.BASE_DIR) / "leaflet.js",
    *(_OURS / f"{name}.js" for name in ("campaign-map", "campaign-layer", "dashboard-map")),
)


@dataclass(frozen=True)
class MapScript:
    """The script, ready to be fetched.

    Attributes:
        version: A name for the content.
        body: The JavaScript, compressed with gzip.
    """

    version: str
    body: bytes

    @property
    def path(self) -> str:
        """The address, relative to the app's own."""
        return f"map/{self.version}.js"


@cache
def map_script() -> MapScript:
    """Put the script together."""
    parts = [re.sub(r"//# sourceMappingURL=.*", "", part.read_text(encoding="utf-8")) for part in _PARTS]
    packed = gzip.compress("\n;\n".join(parts).encode(), 9, mtime=0)
    return MapScript(hashlib.sha256(packed).hexdigest()[:16], packed)
