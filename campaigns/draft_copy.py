"""The copy of a draft that a browser keeps: as text, and read again, whatever became of that text meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

from campaigns.changes import Changes, as_json, from_json, is_text

Forms = Mapping[str, Mapping[str, str]]
"""What is half filled in: text by column, of each form by its name."""


def written(changes: Changes, forms: Forms) -> str:
    """A draft as the browser keeps it; empty where there is nothing to keep."""
    filled = {name: dict(cells) for name, cells in forms.items() if cells}
    return json.dumps({"changes": as_json(changes), "forms": filled}) if changes or filled else ""


def read(text: str) -> tuple[Changes, dict[str, dict[str, str]]]:
    """Read a draft that a browser kept.

    Raises:
        ValueError: It is no draft.
    """
    match _parsed(text):
        case {"changes": changes, "forms": dict(forms)} if all(map(is_text, forms)):
            return from_json(changes), {name: _texts(cells) for name, cells in forms.items()}
    raise ValueError("This is no draft.")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("A draft does not nest so deep.") from None


def _texts(cells: Any) -> dict[str, str]:
    if not isinstance(cells, dict) or not all(map(is_text, chain.from_iterable(cells.items()))):
        raise ValueError("A form holds texts.")
    return {column: text for column, text in cells.items() if text}
