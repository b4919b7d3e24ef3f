"""The colours of print and slides: those of the page in its light theme, and its map's."""

from __future__ import annotations

from campaigns.records import Status

PAPER = "#faf8f3"
WHITE = "#ffffff"
INK = "#121614"
QUIET = "#4e514e"
RULE = "#ddd6c6"
RUST = "#8a4b14"

WATER = "#e4e8e7"
LAND = "#faf8f3"
COAST = "#a9aca9"
BORDER = "#bcbbb6"

STATUS_COLOURS: dict[Status, str] = {
    Status.WON: "#1c7c4a",
    Status.PARTIAL: "#1c7c4a",
    Status.ONGOING: "#1f5fae",
    Status.LOST: "#75634f",
    Status.REVERSED: "#ad1f74",
}


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
