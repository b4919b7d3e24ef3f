"""The table itself: a grid like a spreadsheet's, its columns set up from the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
import streamlit as st

from campaigns.changes import between
from campaigns.difference import campaign_name
from campaigns.draft import Draft
from campaigns.edition import Cells, Edition, filled
from campaigns.schema import Field, tables
from campaigns.wording import say, say_number, spoken
from ui.update import drafts, fields

_GRID, _TABLE, _CAMPAIGN = "table_grid", "table_name", "table_campaign"
_EDITOR, _COUNT = "table_editor", "table_grids"
_ROW, _MOST_ROWS, _ROOM = 35, 14, 4
"""A row's height in pixels; how many rows the grid shows at most; how many empty ones it has room for."""

_OF_CAMPAIGN = {"campaigns": "id", "events": "campaign_id"}
"""The column that says which campaign a row is about."""


@dataclass(frozen=True, eq=False)
class Shown:
    """The rows in the grid, as they were when it was opened.

    Edits are kept beside them rather than in them, so that the grid stays as it is under somebody's hands.

    Attributes:
        table: The table's name.
        campaign: The campaign whose rows alone are shown; empty for all.
        draft: The draft that the grid was opened with.
        language: The language of its headers; in another one the browser makes the grid anew, without the edits.
        number: Counts the grids of a session.
    """

    table: str
    campaign: str
    draft: Draft
    language: str
    number: int

    @property
    def key(self) -> str:
        """The editor's own name on the page."""
        return f"{_EDITOR}_{self.number}"

    @property
    def rows(self) -> list[Cells]:
        """The rows shown."""
        return [row for row in self.draft.edition.rows(self.table) if self._is_shown(row)]

    @property
    def rest(self) -> list[Cells]:
        """The table's other rows."""
        return [row for row in self.draft.edition.rows(self.table) if not self._is_shown(row)]

    @property
    def columns(self) -> list[str]:
        """The table's columns, those of the schema first."""
        known = [field.name for field in tables()[self.table].fields]
        return list(dict.fromkeys([*known, *self.draft.edition.grid(self.table).columns]))

    def is_like(self, other: Shown) -> bool:
        """Whether another grid would show the same rows under the same headers."""
        mine, theirs = ((each.table, each.campaign, each.language) for each in (self, other))
        return mine == theirs

    def _is_shown(self, row: Cells) -> bool:
        return not self.campaign or row.get(_OF_CAMPAIGN.get(self.table, "")) == self.campaign


def show(draft: Draft) -> None:
    """Put the grid on the page."""
    table, campaign = _choose(draft.edition)
    shown = _shown(draft, table, campaign)
    st.data_editor(
        frame(shown),
        key=shown.key,
        num_rows="dynamic",
        hide_index=True,
        height=_ROW * min(len(shown.rows) + _ROOM, _MOST_ROWS),
        placeholder="",
        column_config=columns(shown),
        on_change=_edited,
        args=(shown,),
        alt=say_number("{table}: {number} row", "{table}: {number} rows", len(shown.rows), table=_title(table)),
    )
    st.caption(
        say(
            "Click a cell to change it; paste from a spreadsheet; tick rows at the left to delete them, or add one at "
            "the bottom. Nothing is kept until you say so at “Your draft”."
        )
    )


def open_at(table: str, row: Cells) -> None:
    """Show a row among those of its campaign, for use in callbacks."""
    st.session_state[_TABLE] = table
    st.session_state[_CAMPAIGN] = row.get(_OF_CAMPAIGN.get(table, "")) or None
    close()


def close() -> None:
    """Open the grid anew at the next run, with the rows as they are then; for use in callbacks."""
    st.session_state.pop(_GRID, None)


def _choose(edition: Edition) -> tuple[str, str]:
    """Which table, and the rows of which campaign."""
    which, whose = st.columns([11, 9])
    with which:
        table = st.segmented_control(
            say("Table"),
            list(tables()),
            key=_TABLE,
            default="campaigns",
            required=True,
            format_func=_title,
            on_change=close,
        )
    if table not in ("campaigns", "events"):
        return str(table), ""
    names = {row["id"]: campaign_name(row) for row in edition.rows("campaigns") if row.get("id")}
    with whose:
        campaign = st.selectbox(
            say("Rows"),
            sorted(names, key=lambda name: names[name]),
            key=_CAMPAIGN,
            index=None,
            placeholder=say("All rows; choose a campaign for its own"),
            format_func=lambda name: names.get(name, name),
            on_change=close,
        )
    return table, campaign or ""


def _title(table: str) -> str:
    return tables()[table].title


def _shown(draft: Draft, table: str, campaign: str) -> Shown:
    """The rows in the grid: those it was opened with, or those of now where it is opened anew."""
    shown: Shown | None = st.session_state.get(_GRID)
    wanted = Shown(table, campaign, draft, spoken(), st.session_state.get(_COUNT, 0) + 1)
    if shown is None or not shown.is_like(wanted) or shown.key not in st.session_state:
        shown = wanted
        st.session_state[_GRID], st.session_state[_COUNT] = shown, shown.number
    return shown


def frame(shown: Shown) -> pd.DataFrame:
    """The rows as a data frame of text; an empty cell is None."""
    rows = [{column: row.get(column) for column in shown.columns} for row in shown.rows]
    return pd.DataFrame(rows, columns=shown.columns, dtype="string[python]")


def columns(shown: Shown) -> dict[str, Any]:
    """How the grid's columns are set up: choices, limits and help, as the schema has them."""
    known = {field.name: field for field in tables()[shown.table].fields}
    used = {column: {row[column] for row in shown.rows if column in row} for column in known}
    set_up = {name: _column(field, used[name]) for name, field in known.items()}
    return set_up | {column: st.column_config.TextColumn(column) for column in shown.columns if column not in known}


def _column(field: Field, used: Iterable[str]) -> Any:
    example = say("Example: {example}", example=field.example) if field.example else ""
    help_text = " ".join(filter(None, [field.description, example]))
    if field.choices:
        options = dict.fromkeys([*(choice.value for choice in field.choices), *sorted(used)])
        return st.column_config.SelectboxColumn(field.title, help=_limits(field, help_text), options=list(options))
    width: Literal["large"] | None = "large" if field.name in fields.LONG else None
    pinned = field.name in ("id", "campaign_id", "name")
    return st.column_config.TextColumn(
        field.title, help=_limits(field, help_text), validate=_shape(field), width=width, pinned=pinned
    )


def _limits(field: Field, text: str) -> str:
    limits = [
        say("at least {number}", number=f"{field.minimum:g}") if field.minimum is not None else "",
        say("at most {number}", number=f"{field.maximum:g}") if field.maximum is not None else "",
        say("needed in every row") if field.required else "",
    ]
    return f"{text} ({', '.join(filter(None, limits))})" if any(limits) else text


def _shape(field: Field) -> str | None:
    """What the grid lets through; the checker then says what it makes of it."""
    if field.type == "integer":
        return r"^\d*$"
    return r"^-?\d*(\.\d*)?$" if field.type == "number" else None


def edited(shown: Shown, edits: Mapping[str, Any]) -> Edition:
    """The edition that edits in the grid lead to from the one that it was opened with.

    The steps of a campaign go where it goes: they are taken out with it, and take on its new id.

    Args:
        shown: The rows that the grid was opened with.
        edits: Streamlit's account of the edits: `edited_rows`, `added_rows` and `deleted_rows`.
    """
    changed = {int(place): _texts(cells) for place, cells in edits["edited_rows"].items()}
    gone = set(edits["deleted_rows"])
    kept = [{**row, **changed.get(place, {})} for place, row in enumerate(shown.rows) if place not in gone]
    edition = shown.draft.edition.with_rows(shown.table, [*shown.rest, *kept, *_added(shown, edits["added_rows"])])
    if shown.table != "campaigns":
        return edition
    new_ids = {row["id"]: changed.get(place, {}).get("id", row["id"]) for place, row in _with_id(shown.rows)}
    return _with_steps(edition, new_ids, {row["id"] for place, row in _with_id(shown.rows) if place in gone})


def _added(shown: Shown, rows: Iterable[Mapping[str, Any]]) -> list[Cells]:
    """The rows added in the grid, which belong to the campaign that alone is shown."""
    usual = {"campaign_id": shown.campaign} if shown.table == "events" and shown.campaign else {}
    return [{**usual, **cells} for row in rows if (cells := filled(_texts(row)))]


def _with_id(rows: Iterable[Cells]) -> list[tuple[int, Cells]]:
    return [(place, row) for place, row in enumerate(rows) if row.get("id")]


def _with_steps(edition: Edition, new_ids: Mapping[str, str], gone: set[str]) -> Edition:
    steps = [row for row in edition.rows("events") if row.get("campaign_id") not in gone]
    owner = [new_ids.get(row.get("campaign_id", ""), row.get("campaign_id", "")) for row in steps]
    moved = [{**row, "campaign_id": campaign} for row, campaign in zip(steps, owner, strict=True)]
    return edition.with_rows("events", moved) if "events" in edition.grids else edition


def _texts(cells: Mapping[str, Any]) -> dict[str, str]:
    return {column: "" if value is None else _whole(str(value).strip()) for column, value in cells.items()}


def _whole(text: str) -> str:
    """Text that a file can hold: the JSON of the grid may carry half of a character."""
    return text.encode(errors="replace").decode()


def _edited(shown: Shown) -> None:
    opened = shown.draft
    changes = between(opened.edition, edited(shown, st.session_state[shown.key]))
    drafts.put(replace(drafts.current(), changes=opened.changes + changes).tidied())
