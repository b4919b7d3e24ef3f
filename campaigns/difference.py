"""The difference between two editions in words, campaign by campaign: `Exampleton: status ongoing → won`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from campaigns.changes import Changes, RowChange, removals
from campaigns.edition import Cells, Edition, Key
from campaigns.schema import label, tables
from campaigns.wording import say, say_later, say_number
from campaigns.words import country_name

LONGEST_VALUE = 60
"""A text longer than this is said to have changed, without the text."""

STEPS_QUOTED = 3
LONGEST_STEP = 140
LONGEST_NAME = 120

NAMELESS = say_later("A campaign without a name")
ASTRAY = say_later("Steps of no campaign")

What: TypeAlias = Literal["new", "changed", "removed"]
"""What happened to a row."""


@dataclass(frozen=True)
class Told:
    """What changed about one campaign, or about the companies or the resources.

    Attributes:
        subject: The campaign as people know it, or the table's title.
        id: The campaign's id; empty for a table, and for rows without an id.
        words: What changed, each in a few words.
        is_new: Whether the campaign was not there before.
        is_removed: Whether the campaign is there no more.
    """

    subject: str
    id: str
    words: tuple[str, ...]
    is_new: bool = False
    is_removed: bool = False

    def __str__(self) -> str:
        return f"{self.subject}: {'; '.join(self.words)}"


@dataclass(frozen=True)
class Difference:
    """Changes in words.

    Attributes:
        told: What changed, campaign by campaign in order of their names, then the other tables.
    """

    told: tuple[Told, ...] = field(default=())

    @property
    def summary(self) -> str:
        """How many campaigns are new, changed and removed: `2 campaigns new, 1 campaign changed; none removed.`"""
        if not self.told:
            return say("Nothing changed.")
        new, removed = (sum(getattr(each, kind) for each in self.told) for kind in ("is_new", "is_removed"))
        changed = sum(bool(each.id) and not (each.is_new or each.is_removed) for each in self.told)
        return say("{changed}; {removed}.", changed=_changed(new, changed), removed=_removed(removed))

    def sentences(self) -> list[str]:
        """The whole difference, a sentence a campaign, the summary last."""
        return [*map(str, self.told), self.summary]


def _changed(new: int, changed: int) -> str:
    counts = [say_number("{number} campaign new", "{number} campaigns new", new)] if new else []
    counts += [say_number("{number} campaign changed", "{number} campaigns changed", changed)] if changed else []
    return ", ".join(counts) or say("No campaign changed")


def _removed(number: int) -> str:
    return say_number("{number} removed", "{number} removed", number) if number else say("none removed")


def difference(changes: Changes, old: Edition, new: Edition) -> Difference:
    """Say what changes do.

    Args:
        changes: The changes.
        old: The edition before them, for the names of campaigns that they remove.
        new: The edition with them.
    """
    names = {row["id"]: campaign_name(row) for row in _with_id((*old.rows("campaigns"), *new.rows("campaigns")))}
    by_campaign: dict[Key, list[RowChange]] = {}
    for change in changes:
        if change.table in ("campaigns", "events"):
            by_campaign.setdefault(_campaign_key(change), []).append(change)
    campaigns = [_campaign(names.get(some[0].campaign, ""), some) for some in by_campaign.values()]
    return Difference((*sorted(campaigns, key=lambda told: (told.subject, told.id)), *_other_tables(changes)))


def campaign_name(row: Cells) -> str:
    """A campaign as people know it: `Exampleton, Oregon: Divestment from Example Corp`."""
    place = ", ".join(filter(None, [row.get("place", ""), row.get("region") or _country(row)]))
    return _short(": ".join(filter(None, [place, row.get("title", "")])) or row.get("id", ""), LONGEST_NAME)


def removed_names(changes: Changes, old: Edition) -> list[tuple[RowChange, str]]:
    """What changes remove, each with a name that people know; a campaign's steps go with it and are not named."""
    gone = removals(changes)
    campaigns = {change.campaign for change in gone if change.table == "campaigns"} - {""}
    names = {row["id"]: campaign_name(row) for row in _with_id(old.rows("campaigns"))}
    apart = [change for change in gone if change.table != "events" or change.campaign not in campaigns]
    return [(change, _removed_name(change, names)) for change in apart]


def _removed_name(change: RowChange, names: dict[str, str]) -> str:
    row = change.before or {}
    match change.table:
        case "campaigns":
            return campaign_name(row) or say(NAMELESS)
        case "events":
            return f"{names.get(change.campaign, change.campaign) or say(ASTRAY)}: {_step(row)}"
    return f"{tables()[change.table].title}: {_short(change.key[0], LONGEST_NAME)}"


def _with_id(rows: Iterable[Cells]) -> Iterator[Cells]:
    return (row for row in rows if row.get("id"))


def _campaign_key(change: RowChange) -> Key:
    """What a change is told under: the row of its campaign, where a step has the first one of its campaign's id."""
    return change.key if change.table == "campaigns" else (change.campaign, "1")


def _country(row: Cells) -> str:
    return country_name(row["country"]) if row.get("country") else ""


def _campaign(name: str, changes: Sequence[RowChange]) -> Told:
    own = next((change for change in changes if change.table == "campaigns"), None)
    steps = [change for change in changes if change.table == "events"]
    is_new = own is not None and own.before is None
    is_removed = own is not None and own.after is None
    words = [*(_own_words(own) if own else ()), *_step_words(steps, is_new or is_removed)]
    campaign_id = changes[0].campaign
    nameless = campaign_name(own.after or own.before or {}) or say(NAMELESS) if own else say(ASTRAY)
    subject = name or campaign_id or nameless
    return Told(_short(subject, LONGEST_NAME), campaign_id, tuple(words), is_new, is_removed)


def _own_words(change: RowChange) -> Iterator[str]:
    if change.before is None:
        status = _shown("status", (change.after or {}).get("status", ""))
        yield say("new, {status}", status=_short(status, LONGEST_VALUE)) if status else say("new")
    elif change.after is None:
        yield say("removed")
    else:
        yield from (_cell_words(change, column) for column in change.columns)


def _cell_words(change: RowChange, column: str) -> str:
    """What happened to one cell: `status ongoing → won`, `region set to Oregon`, `summary changed`."""
    fields = {field.name: field.title for field in tables()[change.table].fields}
    title = _short(fields.get(column, column).lower(), LONGEST_VALUE)
    before, after = (_shown(column, (row or {}).get(column, "")) for row in (change.before, change.after))
    if not after:
        if len(before) > LONGEST_VALUE:
            return say("{column} taken out", column=title)
        return say("{column} {before} taken out", column=title, before=before)
    if before == after or max(len(before), len(after)) > LONGEST_VALUE:
        return say("{column} changed", column=title) if before else say("{column} filled in", column=title)
    return f"{title} {before} → {after}" if before else say("{column} set to {after}", column=title, after=after)


def _shown(column: str, value: str) -> str:
    known = label("campaigns", column, value) if column in ("status", "force", "ask", "level") else value
    return known.lower() if known != value else _on_one_line(value)


def _step_words(changes: Sequence[RowChange], only_count: bool) -> Iterator[str]:
    for what, some in _by_kind(changes).items():
        count = _steps_counted(what, len(some))
        quoted = "; ".join(_step(change.after or change.before or {}) for change in some)
        yield count if only_count or len(some) > STEPS_QUOTED else f"{count} ({quoted})"


def _steps_counted(what: What, number: int) -> str:
    match what:
        case "new":
            return say_number("{number} event added", "{number} events added", number)
        case "changed":
            return say_number("{number} event corrected", "{number} events corrected", number)
    return say_number("{number} event removed", "{number} events removed", number)


def _by_kind(changes: Iterable[RowChange]) -> dict[What, list[RowChange]]:
    found: dict[What, list[RowChange]] = {}
    for change in changes:
        what: What = "new" if change.before is None else "removed" if change.after is None else "changed"
        found.setdefault(what, []).append(change)
    return found


def _step(row: Cells) -> str:
    date = row.get("date", say("no date"))
    return _short(f"{date}: {row.get('what', '')}", LONGEST_STEP)


def _short(text: str, longest: int) -> str:
    line = _on_one_line(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _other_tables(changes: Changes) -> Iterator[Told]:
    for name in ("companies", "resources"):
        some = [change for change in changes if change.table == name]
        if some:
            yield Told(tables()[name].title, "", tuple(_row_words(some)))


def _row_words(changes: Sequence[RowChange]) -> Iterator[str]:
    for what, some in _by_kind(changes).items():
        count = _rows_counted(what, len(some))
        named = ", ".join(_short(change.key[0], LONGEST_NAME) for change in some)
        yield f"{count} ({named})" if len(some) <= STEPS_QUOTED else count


def _rows_counted(what: What, number: int) -> str:
    match what:
        case "new":
            return say_number("{number} new", "{number} new", number)
        case "changed":
            return say_number("{number} changed", "{number} changed", number)
    return _removed(number)
