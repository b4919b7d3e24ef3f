"""The Trends page: when, where and against whom, for the campaigns that the filters let pass."""

from __future__ import annotations

import streamlit as st

from campaigns.schema import choices
from campaigns.selection import Selection
from campaigns.trends import OUTCOMES, beginnings_by_year, busiest, decisions_by_year, records
from campaigns.wording import say, say_later, say_number
from campaigns.words import country_name
from ui import blocks, charts, filter_bar, theme

LEAD = say_later(
    "Each campaign is one public body asked for one thing. These are the campaigns recorded, not all there were."
)
_COMPANIES_SHOWN = 15


def show(selection: Selection) -> None:
    """Put the page together."""
    theme.heading(
        say("Trends: {view}", view=selection.sentence()),
        say(LEAD),
    )
    filter_bar.show(selection)
    if not selection.campaigns:
        blocks.message(say("No campaign matches. Take a filter away to see trends."), key="no_trends")
        return
    _decisions(selection)
    _waves(selection)
    _countries(selection)
    _companies(selection)


def _decisions(selection: Selection) -> None:
    st.header(say("Decisions per year, by outcome"), anchor=False)
    table = decisions_by_year(selection.dataset, selection.campaigns)
    if table.empty:
        st.write(say("None of these campaigns has come to a decision."))
        return
    year, most = busiest(table)
    alternative = say_number(
        "{number} decision from {first} to {last}; the most, {most}, in {year}.",
        "{number} decisions from {first} to {last}; the most, {most}, in {year}.",
        int(table.to_numpy().sum()),
        first=table.index[0],
        last=table.index[-1],
        most=most,
        year=year,
    )
    note = say("A win that was later reversed counts in both years.")
    _said(f"{alternative} {note}")
    labels = {status.value: status.label for status in OUTCOMES}
    charts.by_year(table, labels, say("decisions"), "decisions", alternative)


def _waves(selection: Selection) -> None:
    st.header(say("Waves: what was asked, by the year it began"), anchor=False)
    table = beginnings_by_year(selection.dataset, selection.campaigns)
    if table.empty:
        st.write(say("None of these campaigns has a dated step."))
        return
    year, most = busiest(table)
    alternative = say_number(
        "{number} campaign by its first recorded step; the most, {most}, in {year}.",
        "{number} campaigns by their first recorded step; the most, {most}, in {year}.",
        int(table.to_numpy().sum()),
        most=most,
        year=year,
    )
    _said(alternative)
    labels = {choice.value: choice.label for choice in choices("campaigns", "ask") if choice.value in table.columns}
    charts.by_year(table[list(labels)], labels, say("campaigns"), "waves", alternative)


def _countries(selection: Selection) -> None:
    st.header(say("By country"), anchor=False)
    groups = records(selection.campaigns, lambda campaign: [country_name(campaign.country)])
    alternative = say(
        "{campaigns} in {countries}; the most in {country}, {most}.",
        campaigns=_campaigns(len(selection)),
        countries=say_number("{number} country", "{number} countries", len(groups)),
        country=groups[0].name,
        most=groups[0].total,
    )
    _said(alternative)
    charts.by_group(groups, say("Country"), "countries", alternative)


def _companies(selection: Selection) -> None:
    st.header(say("By company"), anchor=False)
    groups = records(selection.campaigns, lambda campaign: campaign.targets)
    if not groups:
        st.write(say("None of these campaigns names a company."))
        return
    unnamed = sum(not campaign.targets for campaign in selection.campaigns)
    alternative = say(
        "{company} is named most, by {campaigns}; {without}. One campaign may name several.",
        company=groups[0].name,
        campaigns=_campaigns(groups[0].total),
        without=say_number("{number} campaign names none", "{number} campaigns name none", unnamed),
    )
    _said(" ".join([alternative, *_left_out(len(groups) - _COMPANIES_SHOWN)]))
    charts.by_group(groups[:_COMPANIES_SHOWN], say("Company"), "companies", alternative)


def _left_out(number: int) -> list[str]:
    """A sentence on the companies that are not shown, where there are any."""
    if number <= 0:
        return []
    return [
        say_number(
            "The {shown} named most are shown, {number} is not.",
            "The {shown} named most are shown, {number} are not.",
            number,
            shown=_COMPANIES_SHOWN,
        )
    ]


def _campaigns(number: int) -> str:
    return say_number("{number} campaign", "{number} campaigns", number)


def _said(sentence: str) -> None:
    """A sentence with text from the data, shown as it is rather than as Markdown."""
    st.text(sentence)
