"""Fields: a form's widgets, made from what the schema says of each column, so that a new column is a new field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from campaigns.dates import PartialDate
from campaigns.schema import Field, tables
from campaigns.wording import say
from campaigns.words import either
from ui import session
from ui.update import drafts

LONG = frozenset(["what", "summary", "source_note"])
"""Columns whose texts take more than a line."""

DATES = ("2024", "2024-05", "2024-05-14")
"""A date at each precision."""


def show(form: str, table: str, column: str, offered: Sequence[str] = ()) -> str:
    """Put a column's field on the page and return what it holds.

    Args:
        form: The form's name; each form remembers its own texts.
        table: The table's name.
        column: The column's name.
        offered: Known entries of a list, or known texts of a column without fixed choices.
    """
    field = tables()[table].field(column)
    text = drafts.form(form).get(column, "")
    key = f"{form}_{column}"
    for fits, make in _KINDS:
        if fits(field, offered):
            return make(field, key, text, offered, partial(_keep, form, column, key))
    return _line(field, key, text, offered, partial(_keep, form, column, key))


def _keep(form: str, column: str, key: str, write: Callable[[Any], str]) -> None:
    drafts.fill(form, {column: write(st.session_state[key])})


Keep = Callable[[Callable[[Any], str]], None]


def _label(field: Field) -> str:
    return field.title if field.required else say("{column} (optional)", column=field.title)


def _choice(field: Field, key: str, text: str, offered: Sequence[str], keep: Keep) -> str:
    labels = {choice.value: choice.label for choice in field.choices}
    values = list(labels)
    session.fill(key, text if text in labels else None)
    st.selectbox(
        _label(field),
        values,
        values.index(text) if text in labels else None,
        key=key,
        placeholder=say("Choose"),
        format_func=lambda value: labels[value],
        help=field.description,
        on_change=keep,
        args=(_text,),
    )
    return text


def _list(field: Field, key: str, text: str, offered: Sequence[str], keep: Keep) -> str:
    chosen = [entry for entry in text.split(field.separator.strip()) if entry.strip()]
    chosen = [entry.strip() for entry in chosen]
    session.fill(key, chosen)
    st.multiselect(
        _label(field),
        list(dict.fromkeys([*offered, *chosen])),
        chosen,
        key=key,
        accept_new_options=True,
        placeholder=say("Choose, or type a new one"),
        select_all=False,
        help=field.description,
        on_change=keep,
        args=(field.separator.join,),
    )
    return text


def _known(field: Field, key: str, text: str, offered: Sequence[str], keep: Keep) -> str:
    known = list(dict.fromkeys([*offered, *([text] if text else [])]))
    session.fill(key, text or None)
    st.selectbox(
        _label(field),
        known,
        known.index(text) if text else None,
        key=key,
        accept_new_options=True,
        placeholder=say("Choose, or type a new one"),
        help=field.description,
        on_change=keep,
        args=(_text,),
    )
    return text


def _count(field: Field, key: str, text: str, offered: Sequence[str], keep: Keep) -> str:
    count = int(text) if text.isdecimal() else None
    session.fill(key, count)
    st.number_input(
        _label(field),
        min_value=int(field.minimum or 0),
        value=count,
        step=1,
        key=key,
        help=field.description,
        on_change=keep,
        args=(_text,),
    )
    return text


def _long(field: Field, key: str, text: str, offered: Sequence[str], keep: Keep) -> str:
    session.fill(key, text)
    st.text_area(_label(field), text, key=key, height=100, help=field.description, on_change=keep, args=(on_one_line,))
    return text


def _date(field: Field, key: str, text: str, offered: Sequence[str], keep: Keep) -> str:
    session.fill(key, text)
    st.text_input(
        _label(field),
        text,
        key=key,
        placeholder=either(DATES),
        help=field.description,
        on_change=keep,
        args=(on_one_line,),
    )
    if text and not is_date(text):
        st.caption(say("Write as much as is known: {dates}.", dates=either(DATES)))
    return text


def _line(field: Field, key: str, text: str, offered: Sequence[str], keep: Keep) -> str:
    session.fill(key, text)
    example = "https://" if field.kind == "link" else ""
    st.text_input(
        _label(field), text, key=key, placeholder=example, help=field.description, on_change=keep, args=(on_one_line,)
    )
    return text


def _text(value: Any) -> str:
    return "" if value is None else on_one_line(str(value))


def on_one_line(text: str) -> str:
    """A text as a cell holds it: on one line, without control characters. Marks that join letters or emoji stay."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


def is_date(text: str) -> bool:
    """Whether a text is a date at some precision."""
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


_KINDS: tuple[tuple[Callable[[Field, Sequence[str]], bool], Callable[..., str]], ...] = (
    (lambda field, offered: bool(field.choices), _choice),
    (lambda field, offered: bool(field.separator), _list),
    (lambda field, offered: field.type == "integer", _count),
    (lambda field, offered: field.kind == "date", _date),
    (lambda field, offered: bool(offered), _known),
    (lambda field, offered: field.name in LONG, _long),
)
"""Which widget a column gets: the first that fits."""
