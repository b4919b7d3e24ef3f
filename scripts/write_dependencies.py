"""Write docs/DEPENDENCIES.md: every package that the dashboard installs, its version, its licence and what it is for.

    python -m scripts.write_dependencies

Run it after `make lock`, with the new versions installed. requirements.in says what each direct dependency is for;
requirements.txt says which versions are installed, and for whom the others are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "DEPENDENCIES.md"
UNKNOWN = "not installed here"
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?")
_WANTED = re.compile(r"# (?P<purpose>.+)\n(?P<name>[A-Za-z0-9._-]+)[<>=~!]")
_LEAD = """\
Every package that `pip install -r requirements.txt` installs. `python -m scripts.write_dependencies` writes this list;
a test holds it to requirements.txt. The versions are pinned: none changes until somebody runs `make lock` and reads the
difference. [SECURITY.md](../SECURITY.md#programs-of-others) says how they are looked through for known weaknesses.

| Package | Version | Licence | For |
| --- | --- | --- | --- |
"""


class Pin(NamedTuple):
    """A line of requirements.txt.

    Attributes:
        name: The package.
        version: Its version.
        only: On which systems it is installed; empty for all.
        by: The packages that need it; empty for a direct dependency.
    """

    name: str
    version: str
    only: str
    by: tuple[str, ...]


def pins() -> Iterator[Pin]:
    """All packages of requirements.txt."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        pin = _PIN.match(line)
        if pin:
            found.append((pin, []))
        elif found and line.startswith("    #"):
            found[-1][1].append(line.strip("# ").removeprefix("via").strip())
    for pin, by in found:
        yield Pin(pin["name"], pin["version"], pin["marker"] or "", tuple(name for name in by if name))


def purposes() -> dict[str, str]:
    """What each direct dependency is for, by its name in small letters."""
    text = (ROOT / "requirements.in").read_text(encoding="utf-8")
    return {wanted["name"].lower(): wanted["purpose"] for wanted in _WANTED.finditer(text)}


def licence(name: str) -> str:
    """A package's licence in its own words, as short as it gives them."""
    try:
        told: Message = distribution(name).metadata  # type: ignore[assignment]
    except PackageNotFoundError:
        return UNKNOWN
    kinds = [kind for kind in told.get_all("Classifier", []) if kind.startswith("License ::")]
    named = told["License-Expression"] or ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)
    return str(named or (told["License"] or "not stated in the package").splitlines()[0])


def document() -> str:
    """The text of the document."""
    known = purposes()
    rows = []
    for pin in pins():
        needed = ", ".join(name for name in pin.by if not name.startswith("-r"))
        use = known.get(pin.name.lower()) or f"needed by {needed}"
        only = f" ({pin.only.replace('|', 'or')})" if pin.only else ""
        rows.append(f"| {pin.name} | {pin.version}{only} | {licence(pin.name)} | {use} |")
    return _LEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
