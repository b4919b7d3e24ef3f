"""The companies page: a table of all companies named, or one company's record."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.filters import NONE_NAMED, Filters
from campaigns.records import Company
from campaigns.selection import Index, Selection
from campaigns.trends import Record, record
from campaigns.wording import say, say_number
from campaigns.words import slug
from ui import blocks, campaign_list, theme
from ui.view import COMPANIES, EXPLORE, View


@dataclass(frozen=True)
class Line:
    """A company in the table."""

    company: Company
    record: Record
    href: str


def show(index: Index, view: View) -> None:
    """Put the page together: the opened company, or the table of all."""
    wanted = slug(view.company) if view.company else ""
    name = next((target for target in index.vocabulary.targets if slug(target) == wanted), None)
    if name is None:
        _table(index, view)
    else:
        _company(index, name, view)


def _table(index: Index, view: View) -> None:
    lines = [_line(index, name, view) for name in index.vocabulary.targets]
    lines.sort(key=lambda line: (-line.record.total, line.company.name))
    unnamed = int(index.choice("target", NONE_NAMED).sum())
    theme.heading(
        say_number("{number} company named", "{number} companies named", len(lines)),
        _lead(len(index.dataset.campaigns) - unnamed, unnamed),
    )
    blocks.show("companies.html", index.vocabulary, key="companies", lines=lines, unknown=view.company)


def _lead(naming: int, without: int) -> str:
    return say(
        "{naming}; {without}. One campaign may name several.",
        naming=say_number(
            "{number} campaign names at least one company", "{number} campaigns name at least one company", naming
        ),
        without=say_number("{number} campaign names none", "{number} campaigns name none", without),
    )


def _line(index: Index, name: str, view: View) -> Line:
    named = record(name, naming(index, name).campaigns)
    return Line(index.dataset.company(name), named, view.href(COMPANIES, company=slug(name)))


def _company(index: Index, name: str, view: View) -> None:
    selection = naming(index, name)
    blocks.show(
        "company.html",
        index.vocabulary,
        key="company",
        focus="h1",
        company=index.dataset.company(name),
        record=record(name, selection.campaigns),
        rows=[campaign_list.row(campaign, index.dataset, View()) for campaign in selection.newest_first()],
        map_href=View(Filters(target=(name,))).href(EXPLORE),
        back_href=view.href(COMPANIES, company=""),
    )


def naming(index: Index, company: str) -> Selection:
    """All campaigns that name a company, whatever the view's filters."""
    return Selection(index, Filters(target=(company,)))
