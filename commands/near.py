"""`python -m campaigns near PLACE`: the campaigns near a town, a ZIP code or a state."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from campaigns.dataset import Dataset
from campaigns.distance import Distance, UnknownDistance, unit_for
from campaigns.loading import data_path, load
from campaigns.near import Centre, Nearby, Neighbour, Peer, nearby
from campaigns.places import Answer, Match, geocoder
from campaigns.tables import UnreadableTable
from commands.terminal import printable

ANSWERED, UNSURE, UNREADABLE = 0, 1, 2

NEAREST_HEADING = "The nearest:"
CHOOSE = "Several places have that name. Ask again with one of these:"


def add_near(commands: Any) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("near", help="list the campaigns near a place")
    command.add_argument("place", nargs="+", metavar="PLACE", help="a town, a ZIP code, a state or coordinates")
    command.add_argument("--within", metavar="RADIUS", help="100mi or 160km (default: 50mi or 80km)")
    command.add_argument("--json", action="store_true", help="print the answer as JSON")
    command.add_argument("--data", type=Path, help="a folder or a campaigns table (default: the project's data)")
    command.set_defaults(run=near)


def near(options: argparse.Namespace) -> int:
    """Answer, and return the exit code: 0 answered, 1 place or radius not clear, 2 data unreadable."""
    try:
        dataset = load(options.data or data_path()).dataset
    except UnreadableTable as error:
        return _fail(str(error), options.json, UNREADABLE)
    found = geocoder().search(" ".join(options.place))
    if found.best is None or found.is_ambiguous:
        return _ask_back(found, options.json)
    try:
        answer = _answer(dataset, found.best, options.within)
    except UnknownDistance as error:
        return _fail(str(error), options.json, UNSURE)
    _print(json.dumps(answer.as_json(), indent=2, ensure_ascii=False) if options.json else "\n".join(_lines(answer)))
    return ANSWERED


def _answer(dataset: Dataset, match: Match, within: str | None) -> Nearby:
    radius = Distance.parse(within, unit_for(match.country)) if within else None
    return nearby(dataset, Centre.of(match), radius, geocoder())


def _ask_back(found: Answer, as_json: bool) -> int:
    """Print what may have been meant, and what to type for it."""
    choices = found.candidates or found.suggestions
    message = found.message or CHOOSE
    if as_json:
        _print(json.dumps({"message": message, "places": [match.raw for match in choices]}, indent=2))
    else:
        _print("\n".join([message, *(f"  {match.label}" for match in choices)]))
    return UNSURE


def _fail(message: str, as_json: bool, code: int) -> int:
    if as_json:
        _print(json.dumps({"message": message, "places": []}, indent=2))
    else:
        print(printable(message), file=sys.stderr)
    return code


def _lines(answer: Nearby) -> Iterator[str]:
    """The answer as lines: the sentence, the campaigns, and those won in cities of the same size."""
    yield f"{answer.describe()}."
    if answer.nearest:
        yield from ("", NEAREST_HEADING)
    yield from map(_line, answer.shown)
    yield from ("", f"{answer.describe_peers()}{':' if answer.peers else '.'}")
    yield from map(_peer_line, answer.peers)


def _line(found: Neighbour) -> str:
    campaign = found.campaign
    return f"  {found.distance.words():>12}  {campaign.place}: {campaign.title} ({campaign.status.label.lower()})"


def _peer_line(peer: Peer) -> str:
    campaign = peer.campaign
    place = f"{campaign.place}, {campaign.region or campaign.country} ({peer.population:,} people)"
    return f"  {place}: {campaign.title} ({campaign.status.label.lower()})"


def _print(text: str) -> None:
    for line in text.split("\n"):
        print(printable(line))
