"""Plural forms for scripts, which count by themselves: a text for each form, by the name that browsers have for it."""

from __future__ import annotations

from collections.abc import Callable

from campaigns.wording import customs

_OF_EVERY_FORM = (*range(101), 1_000_000)
"""Numbers among which each plural form of a language has one."""


def in_every_form(told: Callable[[int], str]) -> dict[str, str]:
    """A text in every plural form of the language spoken, by the form's name: `one`, `other` and so on.

    Args:
        told: Says the text that goes with a number, by `say_number`, with `{number}` where the script puts its own.
    """
    return {customs().plural_form(number): told(number) for number in _OF_EVERY_FORM}
