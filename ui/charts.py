"""Charts of counts, each with its numbers in a table for those who cannot see it or want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from campaigns.records import Status
from campaigns.trends import Record
from campaigns.wording import ENGLISH, customs, say, spoken
from ui import blocks
from ui.blocks import NO_LINKS

_STATUS_COLOURS = {
    "light": {"won": "#1c7c4a", "partial": "#8cc7a3", "ongoing": "#1f5fae", "lost": "#75634f", "reversed": "#ad1f74"},
    "dark": {"won": "#55c48c", "partial": "#2c6b4a", "ongoing": "#79b4f2", "lost": "#b9a894", "reversed": "#f07ebb"},
}
_INK = {"light": "#3d423e", "dark": "#cfcabf"}
_HEIGHT = 260
_BAR = 22


def by_year(table: pd.DataFrame, labels: Mapping[str, str], unit: str, key: str, alternative: str) -> None:
    """Stacked bars, a bar a year.

    Args:
        table: A row a year, a column a kind.
        labels: The kinds' names for people, in the order in which they are stacked.
        unit: What is counted: the word for campaigns or for decisions.
        key: The chart's own name on the page.
        alternative: What the chart shows, in a sentence.
    """
    long = table.rename(columns=dict(labels)).reset_index().melt("year", var_name="kind", value_name="number")
    bars = (
        alt.Chart(long[long["number"] > 0])
        .mark_bar(ariaRoleDescription=say("bar"))
        .encode(
            x=alt.X("year:O", title=say("year"), axis=_axis(title=None, labelAngle=0, labelOverlap=True)),
            y=alt.Y("number:Q", title=unit, axis=_axis(tickMinStep=1)),
            color=_colour(labels),
            order=alt.Order("rank:Q", title=say("rank")),
            tooltip=[
                alt.Tooltip("year:O", title=say("year")),
                alt.Tooltip("kind:N", title=say("kind")),
                alt.Tooltip("number:Q", title=unit),
            ],
        )
        .transform_calculate(rank=_rank(labels))
        .properties(height=_HEIGHT, description=alternative)
        .configure(locale=_locale())
    )
    st.altair_chart(bars, key=key)
    _numbers(table.rename(columns=dict(labels)), say("Year"), key, alternative)


def by_group(groups: Sequence[Record], name: str, key: str, alternative: str) -> None:
    """Stacked bars of statuses, a bar a group.

    Args:
        groups: The groups in the order in which they are shown.
        name: What a group is: the word for a country or for a company.
        key: The chart's own name on the page.
        alternative: What the chart shows, in a sentence.
    """
    labels = {status.value: status.label for status in Status}
    rows = [
        {"group": group.name, "kind": status.label, "campaigns": number}
        for group in groups
        for status, number in group.counts.items()
        if number
    ]
    bars = (
        alt.Chart(pd.DataFrame(rows, columns=["group", "kind", "campaigns"]))
        .mark_bar(ariaRoleDescription=say("bar"))
        .encode(
            y=alt.Y(
                "group:N",
                title=say("group"),
                sort=[group.name for group in groups],
                axis=_axis(title=None, labelLimit=200),
            ),
            x=alt.X("campaigns:Q", title=say("campaigns"), axis=_axis(tickMinStep=1)),
            color=_colour(labels),
            order=alt.Order("rank:Q", title=say("rank")),
            tooltip=[
                alt.Tooltip("group:N", title=name),
                alt.Tooltip("kind:N", title=say("kind")),
                alt.Tooltip("campaigns:Q", title=say("campaigns")),
            ],
        )
        .transform_calculate(rank=_rank(labels))
        .properties(height=_BAR * max(len(groups), 2) + 60, description=alternative)
        .configure(locale=_locale())
    )
    st.altair_chart(bars, key=key)
    table = pd.DataFrame({group.name: {s.label: n for s, n in group.counts.items()} for group in groups}).T
    _numbers(table, name, key, alternative)


def _colour(labels: Mapping[str, str]) -> alt.Color:
    palette = _STATUS_COLOURS[_shade()]
    colours = [palette[value] for value in labels if value in palette]
    domain = list(labels.values())
    scale = alt.Scale(domain=domain, range=colours) if colours else alt.Scale(domain=domain)
    return alt.Color("kind:N", title=None, scale=scale, legend=_legend())


def _axis(**options: Any) -> alt.Axis:
    """An axis in an ink that can be read on the theme's paper."""
    ink = _INK[_shade()]
    return alt.Axis(labelColor=ink, titleColor=ink, aria=_is_described(), **options)


def _legend() -> alt.Legend:
    return alt.Legend(orient="top", columns=5, labelColor=_INK[_shade()], aria=_is_described())


def _is_described() -> bool:
    """Whether axes and legends are read aloud: Vega describes them in English alone; the table has it all."""
    return spoken() == ENGLISH


def _locale() -> alt.Locale:
    """How the language writes the numbers on axes and in tooltips."""
    symbols = customs().number_symbols["latn"]
    number = alt.NumberLocale(decimal=symbols["decimal"], thousands=symbols["group"], grouping=[3], currency=["", ""])
    return alt.Locale(number=number)


def _shade() -> str:
    return st.context.theme.type or "light"


def _rank(labels: Mapping[str, str]) -> str:
    """A Vega expression that stacks the kinds in their own order rather than the alphabet's."""
    return f"indexof({list(labels.values())!r}, datum.kind)"


def _numbers(table: pd.DataFrame, first: str, key: str, alternative: str) -> None:
    with st.expander(say("The numbers as a table")):
        blocks.show(
            "numbers.html",
            NO_LINKS,
            key=f"{key}_numbers",
            caption=alternative,
            header=[first, *table.columns, say("All")],
            rows=[(index, [*map(int, row), int(row.sum())]) for index, row in table.iterrows()],
        )
