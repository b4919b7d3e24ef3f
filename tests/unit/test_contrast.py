"""Whatever tells something by its colour stands out from what is behind it: 4.5 to 1 for words, 3 to 1 for marks."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from itertools import combinations
from pathlib import Path

import pytest

from campaigns.records import Status
from exports.marks import SHAPES
from exports.paper_colours import LAND, PAPER, STATUS_COLOURS, WATER
from ui.filter_bar import _SHAPES as LETTERS

ROOT = Path(__file__).parents[2]
THEMES = ("light", "dark")
WORDS, MARKS = 4.5, 3.0

Colour = tuple[float, float, float]


def theme(name: str) -> dict[str, str]:
    """The theme's own colours, and those of the map and the statuses that are reckoned from them."""
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"][name]
    text, paper = config["textColor"], config["backgroundColor"]
    style = {"--ink": text, "--paper": paper, "--text-color": text, "--background-color": paper}
    sheet = (ROOT / "static/map/campaign-map.css").read_text(encoding="utf-8")
    style |= {"--link": config["linkColor"], "--accent": config["primaryColor"]}
    ours = declared(sheet, ":root {") | (declared(sheet, ':root[data-theme="dark"] {') if name == "dark" else {})
    return ours | style


def declared(sheet: str, rule: str) -> dict[str, str]:
    """The variables that a rule sets."""
    body = sheet.split(rule, 1)[1].split("}", 1)[0]
    return {variable: value.strip() for variable, value in re.findall(r"(--[\w-]+):\s*([^;]+);", body)}


def colour(value: str, style: dict[str, str]) -> Colour:
    """The red, green and blue of a value as CSS has them, from 0 to 1."""
    if value.startswith("#"):
        return tuple(int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]
    if mixed := re.fullmatch(r"color-mix\(in srgb, (.+?) (\d+)%, (.+)\)", value):
        share = int(mixed[2]) / 100
        parts = zip(colour(mixed[1], style), colour(mixed[3], style), strict=True)
        return tuple(one * share + other * (1 - share) for one, other in parts)  # type: ignore[return-value]
    variable = re.fullmatch(r"var\((--[\w-]+)[^)]*\)", value)
    assert variable, value
    return colour(style[variable[1]], style)


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(parts: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(style: dict[str, str], one: str, other: str) -> float:
    return contrast(*(colour(value if value[0] == "#" else f"var({value})", style) for value in (one, other)))


@pytest.mark.parametrize("name", THEMES)
def test_the_word_of_a_status_can_be_read_on_paper(name: str) -> None:
    against = partial(ratio, theme(name), other="--paper")
    assert {status: against(f"--{status.value}") for status in Status if against(f"--{status.value}") < WORDS} == {}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["--paper", "--land", "--water"])
def test_the_mark_of_a_status_stands_out_on_land_and_sea(name: str, ground: str) -> None:
    against = partial(ratio, theme(name), other=ground)
    marks = [f"--{status.value}" for status in Status] + ["--ink"]
    assert {mark: against(mark) for mark in marks if against(mark) < MARKS} == {}


@pytest.mark.parametrize("name", THEMES)
def test_names_on_the_map_can_be_read(name: str) -> None:
    assert ratio(theme(name), "--name", "--land") >= WORDS


@pytest.mark.parametrize("name", THEMES)
def test_the_ring_of_the_keyboard_stands_out(name: str) -> None:
    sheet = (ROOT / f"ui/style/{'dark' if name == 'dark' else 'page'}.css").read_text(encoding="utf-8")
    ring = re.findall(r"--focus: (#\w{6})", sheet)
    assert len(ring) == 1
    assert ratio(theme(name), ring[0], "--paper") >= MARKS
    assert ratio(theme(name), "--accent", "--paper") >= MARKS


def test_statuses_stand_out_on_the_paper_and_the_maps_of_handouts() -> None:
    for status, value in STATUS_COLOURS.items():
        assert ratio({}, value, PAPER) >= WORDS, status
        assert min(ratio({}, value, ground) for ground in (LAND, WATER)) >= MARKS, status


def test_statuses_are_told_apart_without_any_colour() -> None:
    letters = {status: re.sub(r":\w+\[(.)\]", r"\1", letter) for status, letter in LETTERS.items()}
    for one, other in combinations(Status, 2):
        assert SHAPES[one] != SHAPES[other]
        assert letters[one] != letters[other]
        assert one.label != other.label
