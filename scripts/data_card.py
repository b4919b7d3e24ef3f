"""The numbers of docs/data-card.md, every one counted in the tables, as they stood on the day of the edition.

`python -m scripts.write_column_tables` writes them into the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from campaigns.dataset import Dataset
from campaigns.gaps import gaps, source_kinds
from campaigns.loading import DATA_FOLDER, Loaded, load
from campaigns.records import Campaign, Force, Status
from campaigns.rules import CAMPAIGN_RULES, CELL_RULES, EVENT_RULES
from campaigns.schema import choices, package
from campaigns.upkeep import chores
from campaigns.words import counted, country_name
from scripts.markdown import bullets, table

PRECISIONS = {4: "a year", 7: "a month", 10: "a day"}
"""What a date says, by the number of its letters."""

NAMED_COUNTRIES = 10
CHORES = ("no-news", "no-votes", "no-archive")
"""What is to be done that the gaps do not say already."""


@cache
def edition() -> Loaded:
    """The tables, checked as on the day of the edition: a card does not change because time goes by."""
    return load(DATA_FOLDER, today=_day())


def size() -> str:
    """What there is of what."""
    data = edition().dataset
    first, last = data.years or (0, 0)
    pages = len({event.source_url for event in data.events})
    day = _day()
    sentence = (
        f"Edition {package()['version']}, of {day.day} {day:%B %Y}. The steps are of the years {first} to {last}. "
        f"They rest on {counted(pages, 'different page')}."
    )
    rows = [
        ("campaigns", len(data.campaigns)),
        ("dated steps", len(data.events)),
        ("companies, funds and programmes named", len(data.companies)),
        ("toolkits, guides and groups", len(data.resources)),
        ("countries", len({campaign.country for campaign in data.campaigns})),
    ]
    return f"{sentence}\n\n{table(('Of', 'There are'), ((name, f'{number:,}') for name, number in rows))}"


def outcomes() -> str:
    """How the campaigns stand, and whether what was asked binds."""
    campaigns = edition().dataset.campaigns
    rows = [
        (status.label, *(_several(campaigns, status, force) for force in Force), _standing(campaigns, status))
        for status in Status
    ]
    total = ("All", *(str(sum(c.force is force for c in campaigns)) for force in Force), str(len(campaigns)))
    return table(("Status", *(force.label for force in Force), "Together"), [*rows, total])


def whereabouts() -> str:
    """The countries with the most campaigns, and the levels of government."""
    campaigns = edition().dataset.campaigns
    countries = Counter(campaign.country for campaign in campaigns).most_common()
    named = [f"{country_name(code)} {number}" for code, number in countries[:NAMED_COUNTRIES]]
    others = countries[NAMED_COUNTRIES:]
    rest = f"{counted(sum(number for _, number in others), 'campaign')} in {len(others)} other countries"
    three = sum(number for _, number in countries[:3])
    most = ", ".join(country_name(code) for code, _ in countries[:3])
    levels = Counter(campaign.level for campaign in campaigns)
    of_levels = [f"{choice.label.lower()} {levels[choice.value]}" for choice in choices("campaigns", "level")]
    return bullets(
        [
            f"By country: {', '.join(named)}; {rest}.",
            f"The first three ({most}) have {_share(three, len(campaigns))} of all.",
            f"By level: {', '.join(of_levels)}.",
        ]
    )


def sources() -> str:
    """Who speaks in the sources, and how firm they are."""
    data = edition().dataset
    kinds = Counter(event.source_kind for event in data.events)
    of_kinds = [f"{choice.label} {kinds[choice.value]}" for choice in choices("events", "source_kind")]
    firm = Counter(campaign.confidence for campaign in data.campaigns)
    of_confidence = [f"{choice.label.lower()} {firm[choice.value]}" for choice in choices("campaigns", "confidence")]
    several = sum(len(source_kinds(data, campaign)) > 1 for campaign in data.campaigns)
    archived = sum(bool(event.archive_url) for event in data.events)
    return bullets(
        [
            f"Steps by who published the page: {', '.join(of_kinds)}, cannot be told {kinds['']}.",
            f"Campaigns by confidence: {', '.join(of_confidence)}.",
            f"Campaigns with more than one kind of source: {several}.",
            f"Steps with an archived copy of their page: {archived}.",
        ]
    )


def dates() -> str:
    """How precise the dates of the steps are."""
    events = edition().dataset.events
    lengths = Counter(len(event.date.text) for event in events)
    known = [f"{words} in {lengths[length]:,}" for length, words in PRECISIONS.items()]
    return f"Of {len(events):,} steps the date is {', '.join(known)}."


def checks() -> str:
    """What the checker finds, and each rule that it holds the rows to besides the schema."""
    rules = [rule.__doc__ or "" for rule in (*CELL_RULES, *EVENT_RULES, *CAMPAIGN_RULES)]
    report = edition().report
    left = f"{counted(len(report.blocking), 'problem')} to mend, {len(report.warnings)} to look at"
    return f"{bullets(rules)}\n\nThe verdict on this edition: {report.verdict()} There are {left}."


def known_gaps() -> str:
    """What the data does not say."""
    data = edition().dataset
    missing = [f"{gap.words.format(number=len(gap.campaigns))}." for gap in gaps(data)]
    todo = [f"{chore.heading}." for chore in chores(data, _day()) if chore.name in CHORES]
    return f"Of {counted(len(data.campaigns), 'campaign')}:\n\n{bullets(missing)}\n\nAnd:\n\n{bullets(todo)}"


def warnings() -> str:
    """The readings that the numbers invite and do not bear."""
    data = edition().dataset
    return bullets(_misreadings(data))


def _misreadings(data: Dataset) -> Iterable[str]:
    campaigns = data.campaigns
    won = [campaign for campaign in campaigns if campaign.status is Status.WON]
    binding = sum(campaign.force is Force.BINDING for campaign in won)
    undone = sum(campaign.status is Status.REVERSED for campaign in campaigns)
    naming = [campaign for campaign in campaigns if campaign.targets]
    several = sum(len(campaign.targets) > 1 for campaign in naming)
    voted = sum(any(event.tally for event in data.history(campaign)) for campaign in campaigns)
    yield (
        f"**{_share(len(won), len(campaigns))} won is no rate of success.** It is a share of what left a public page "
        "and was found, in the languages searched."
    )
    yield (
        f"**A win is not always a duty.** Of {len(won)} won, {binding} bind the body that decided. The others urge "
        "another body or declare a position, or their sources do not tell."
    )
    yield (
        f"**A win is not always for good.** {undone} were adopted and then rescinded, vetoed or annulled. In counts by "
        "year such a campaign stands under both years."
    )
    yield (
        f"**Companies do not add up.** {len(naming)} campaigns name a company, {several} of them more than one: the "
        "sum over companies is larger than the number of campaigns."
    )
    yield (
        f"**Votes are few.** {voted} campaigns have a vote count. They are those whose sources give one, and no sample "
        "of all votes."
    )


def _several(campaigns: Iterable[Campaign], status: Status, force: Force) -> str:
    return str(sum(campaign.status is status and campaign.force is force for campaign in campaigns))


def _standing(campaigns: Iterable[Campaign], status: Status) -> str:
    return str(sum(campaign.status is status for campaign in campaigns))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def _day() -> date:
    return date.fromisoformat(package()["created"][:10])


BLOCKS: dict[str, Callable[[], str]] = {
    "size": size,
    "outcomes": outcomes,
    "whereabouts": whereabouts,
    "sources": sources,
    "dates": dates,
    "checks": checks,
    "gaps": known_gaps,
    "warnings": warnings,
}
