"""The Trends page: when, where and against whom, for the campaigns that the filters let pass."""

from __future__ import annotations

import streamlit as st

from campaigns.schema import choices
from campaigns.selection import Selection
from campaigns.trends import OUTCOMES, beginnings_by_year, busiest, decisions_by_year, records
from campaigns.words import counted, country_name
from ui import charts, filter_bar, theme

_COMPANIES_SHOWN = 15


def show(selection: Selection) -> None:
    """Put the page together."""
    theme.heading(
        f"Trends: {selection.sentence()}",
        "Each campaign is one public body asked for one thing. These are the campaigns recorded, not all there were.",
    )
    filter_bar.show(selection)
    if not selection.campaigns:
        st.info("No campaign matches. Take a filter away to see trends.")
        return
    _decisions(selection)
    _waves(selection)
    _countries(selection)
    _companies(selection)


def _decisions(selection: Selection) -> None:
    st.subheader("Decisions per year, by outcome")
    table = decisions_by_year(selection.dataset, selection.campaigns)
    if table.empty:
        st.write("None of these campaigns has come to a decision.")
        return
    total = int(table.to_numpy().sum())
    year, most = busiest(table)
    span = f"{table.index[0]} to {table.index[-1]}"
    alternative = f"{counted(total, 'decision')} from {span}; the most, {most}, in {year}."
    _said(f"{alternative} A win that was later reversed counts in both years.")
    charts.by_year(table, {status.value: status.label for status in OUTCOMES}, "decisions", "decisions", alternative)


def _waves(selection: Selection) -> None:
    st.subheader("Waves: what was asked, by the year it began")
    table = beginnings_by_year(selection.dataset, selection.campaigns)
    if table.empty:
        st.write("None of these campaigns has a dated step.")
        return
    year, most = busiest(table)
    begun = counted(int(table.to_numpy().sum()), "campaign")
    alternative = f"{begun} by their first recorded step; the most, {most}, in {year}."
    _said(alternative)
    labels = {choice.value: choice.label for choice in choices("campaigns", "ask") if choice.value in table.columns}
    charts.by_year(table[list(labels)], labels, "campaigns", "waves", alternative)


def _countries(selection: Selection) -> None:
    st.subheader("By country")
    groups = records(selection.campaigns, lambda campaign: [country_name(campaign.country)])
    countries = counted(len(groups), "country", "countries")
    most = f"the most in {groups[0].name}, {groups[0].total}"
    alternative = f"{counted(len(selection), 'campaign')} in {countries}; {most}."
    _said(alternative)
    charts.by_group(groups, "Country", "countries", alternative)


def _companies(selection: Selection) -> None:
    st.subheader("By company")
    groups = records(selection.campaigns, lambda campaign: campaign.targets)
    if not groups:
        st.write("None of these campaigns names a company.")
        return
    unnamed = sum(not campaign.targets for campaign in selection.campaigns)
    alternative = (
        f"{groups[0].name} is named most, by {counted(groups[0].total, 'campaign')}; "
        f"{counted(unnamed, 'campaign')} {'names' if unnamed == 1 else 'name'} none. One campaign may name several."
    )
    left_out = len(groups) - _COMPANIES_SHOWN
    _said(alternative + (f" The {_COMPANIES_SHOWN} named most are shown, {left_out} are not." if left_out > 0 else ""))
    charts.by_group(groups[:_COMPANIES_SHOWN], "Company", "companies", alternative)


def _said(sentence: str) -> None:
    """A sentence with text from the data, shown as it is rather than as Markdown."""
    st.text(sentence)
