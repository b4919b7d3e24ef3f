"""The words of the presentation's own frame, by the names that its page and its script have for them."""

from __future__ import annotations

from typing import Any

from campaigns.plurals import in_every_form
from campaigns.wording import say, say_number


def words() -> dict[str, Any]:
    """All of them in the language spoken; the script fills what stands in braces."""
    return _controls() | _hints() | _chooser() | _told()


def _controls() -> dict[str, Any]:
    return {
        "presentation": say("Presentation"),
        "slide": say("Slide"),
        "map": say("Map"),
        "back": say("Back"),
        "back_keys": say("Left arrow or Page up"),
        "next": say("Next"),
        "next_keys": say("Right arrow, Space or Page down"),
        "play": say("Play"),
        "pause": say("Pause"),
        "order": say("Order"),
        "light": say("Light"),
        "dark": say("Dark"),
        "full": say("Full screen"),
        "leave": say("Leave"),
        "escape": say("Escape"),
    }


def _hints() -> dict[str, Any]:
    """What the keys named before each do."""
    return {
        "keys_turn": say("or a clicker turn the slides"),
        "key_plays": say("play"),
        "key_orders": say("order"),
        "key_fills": say("full screen"),
        "key_leaves": say("leave"),
    }


def _chooser() -> dict[str, Any]:
    return {
        "chooser": say("Order and slides"),
        "orders": say("Go through the campaigns"),
        "find": say("Find a slide"),
        "pick": say("Tick campaigns in the order in which you tell them. The address keeps them."),
        "earlier": say("Earlier"),
        "earlier_one": say("Earlier: {title}"),
        "done": say("Done"),
    }


def _told() -> dict[str, Any]:
    return {"said": say("Slide {place} of {all}. {told}"), "picked": in_every_form(_picked)}


def _picked(number: int) -> str:
    return say_number(
        "{count} campaign, chosen one by one", "{count} campaigns, chosen one by one", number, count="{number}"
    )
