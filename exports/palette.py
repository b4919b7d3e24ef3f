"""The palette: the dashboard's own colours, light and dark, as variables that its style sheets read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from campaigns.records import Status

_CONFIG = Path(__file__).parents[1] / ".streamlit" / "config.toml"
_ROLES = {
    "--st-primary-color": "primaryColor",
    "--st-background-color": "backgroundColor",
    "--st-secondary-background-color": "secondaryBackgroundColor",
    "--st-text-color": "textColor",
    "--st-link-color": "linkColor",
    "--st-border-color": "borderColor",
    "--background-color": "backgroundColor",
    "--text-color": "textColor",
}
"""Variables of `static/page/blocks.css` and of the map's style sheet, by the theme's name for the colour."""
_STATUSES = {
    Status.WON: "greenTextColor",
    Status.PARTIAL: "greenTextColor",
    Status.ONGOING: "blueTextColor",
    Status.LOST: "grayTextColor",
    Status.REVERSED: "violetTextColor",
}


@cache
def palette() -> str:
    """The variables as CSS: light, and dark where the system asks for it; never dark on paper."""
    theme = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))["theme"]
    return (
        f":root:root, .block.block {{ {_variables(theme['light'])} }}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f":root:root, .block.block {{ {_variables(theme['dark'])} }} }}\n"
    )


def _variables(colours: Mapping[str, str]) -> str:
    named = _ROLES | {f"--{status.value}": colour for status, colour in _STATUSES.items()}
    return " ".join(f"{variable}: {colours[colour]};" for variable, colour in named.items())
