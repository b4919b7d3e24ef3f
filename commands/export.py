"""`python -m campaigns export`: a view of the campaigns as a file, or as a static site in a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from campaigns import clock
from campaigns.filters import Filters, Vocabulary, from_query
from campaigns.loading import data_path, load
from campaigns.near import Centre
from campaigns.places import geocoder
from campaigns.selection import Index, Selection
from campaigns.tables import UnreadableTable
from campaigns.words import counted
from commands.exits import CLEAN, PROBLEMS, UNREADABLE, refuse
from commands.terminal import printable

SITE = "site"
FILTERS = {"status": "status", "target": "company", "ask": "ask", "country": "two-letter country code"}


class CannotExport(Exception):
    """Why there is nothing to export, in a sentence."""


class Formats:
    """The names of the formats, looked up only once somebody asks: no other command needs what writes them."""

    def __iter__(self) -> Iterator[str]:
        """Every format that an export has, and the site."""
        from exports.formats import FORMATS

        return iter((*FORMATS, SITE))


def add_export(commands: Any) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("export", help="write a view of the campaigns to a file")
    formats = "one of %(choices)s; site writes a folder for any web host"
    command.add_argument("--format", choices=Formats(), required=True, metavar="FORMAT", help=formats)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the file, or the folder")
    for name, words in FILTERS.items():
        command.add_argument(f"--{name}", action="append", default=[], help=f"only this {words}; may be repeated")
    command.add_argument("--near", default="", metavar="PLACE", help="only near this town, ZIP code or state")
    command.add_argument("--within", default="", metavar="RADIUS", help="100mi or 160km (default: 50mi or 80km)")
    command.add_argument("--words", default="", help="only campaigns with all of these words")
    command.add_argument("--campaign", action="append", default=[], metavar="ID", help="this campaign; may be repeated")
    command.add_argument("--paper", choices=("A4", "Letter"), default="A4", help="the paper of a handout")
    command.add_argument("--address", default="", help="where the site is public, for links and QR codes")
    command.add_argument("--data", type=Path, help="a folder or a campaigns table (default: the project's data)")
    command.set_defaults(run=export)


def export(options: argparse.Namespace) -> int:
    """Write, and return the exit code: 0 written, 1 a filter names nothing known, 2 it cannot be read or written."""
    try:
        files = _files(options, _selection(options))
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except CannotExport as problem:
        print(printable(str(problem)), file=sys.stderr)
        return PROBLEMS
    except UnreadableTable as error:
        return refuse(error)
    except OSError as error:
        print(printable(f"{options.output} cannot be written: {error.strerror}."), file=sys.stderr)
        return UNREADABLE
    print(printable(f"{options.output}: {counted(sum(map(len, files.values())), 'byte')}."))
    return CLEAN


def _selection(options: argparse.Namespace) -> Selection:
    index = Index(load(options.data or data_path()).dataset)
    filters = _filters(options, index.vocabulary)
    for name in options.campaign:
        if index.dataset.get(name) is None:
            raise CannotExport(f"There is no campaign with the id {name} that can be shown.")
    return Selection(index, filters)


def _filters(options: argparse.Namespace, vocabulary: Vocabulary) -> Filters:
    """The filters asked for; each that names nothing known is refused rather than left out."""
    one = {"near": options.near, "within": options.within, "q": options.words}
    query = {name: getattr(options, name) for name in FILTERS} | {name: [text] for name, text in one.items() if text}
    filters, dropped = from_query(query, vocabulary, _locate)
    if dropped:
        raise CannotExport(f"{'; '.join(dropped)}.")
    return filters


def _locate(name: str) -> Centre | str:
    answer = geocoder().search(name)
    return Centre.of(answer.best) if answer.best else answer.message


def _files(options: argparse.Namespace, selection: Selection) -> Mapping[Path, bytes]:
    """What to write where. What writes it is loaded only here, as the formats are."""
    from exports.formats import in_format
    from exports.links import view_address
    from exports.publication import Publication
    from exports.site import site

    publication = Publication(selection, clock.today(), options.address, tuple(options.campaign))
    if options.format == SITE:
        return {options.output / path: content for path, content in site(publication).items()}
    of_view = replace(publication, address=view_address(options.address, selection.filters))
    return {options.output: in_format(of_view, options.format, options.paper)}
