"""Drafts: what a browser kept of somebody's changes, which may be anything by now."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from campaigns import draft_copy
from campaigns.draft import Draft
from campaigns.edition import keys
from campaigns.schema import tables
from fuzz.rows import ROWS, TODAY, kept, odd
from fuzz.verdicts import MENDABLE, REFUSED, SHOWN, assert_sentence


def draft(data: bytes) -> str:
    """Any text is a draft, which can be looked at, settled and kept again, or it is none."""
    try:
        changes, forms = draft_copy.read(data.decode("utf-8", "replace"))
    except ValueError:
        return REFUSED
    assert draft_copy.read(draft_copy.written(changes, forms) or _EMPTY) == (changes, _filled(forms))
    found = Draft(kept(), changes, TODAY)
    _look_at(found)
    for conflict in found.conflicts:
        _look_at(found.settling(conflict, mine=True))
        _look_at(found.settling(conflict, mine=False).tidied())
    return MENDABLE if found.conflicts else SHOWN


def any_draft() -> st.SearchStrategy[bytes]:
    """Drafts over the tables that are kept, over others, and JSON that is no draft."""
    copies = st.fixed_dictionaries({"changes": st.lists(_changes, max_size=4), "forms": _forms}) | _json
    return copies.map(lambda copy: json.dumps(copy).encode())


_EMPTY = '{"changes": [], "forms": {}}'


def _filled(forms: draft_copy.Forms) -> draft_copy.Forms:
    return {name: cells for name, cells in forms.items() if cells}


def _look_at(draft: Draft) -> None:
    """What the page shows of a draft."""
    assert draft.holds_back >= 0
    assert len(draft.removes) <= len(draft.effect)
    assert draft.difference.summary
    for problem in draft.loaded.report.problems:
        assert_sentence(problem.message)
    assert draft.edition.files()


def _key(table: str) -> list[str]:
    [key] = keys(tables()[table], [ROWS[table]])
    return list(key)


_text = odd | st.text(max_size=5) | st.sampled_from(sorted({text for row in ROWS.values() for text in row.values()}))
_columns = st.sampled_from(sorted({column for row in ROWS.values() for column in row})) | odd
_rows = st.none() | st.dictionaries(_columns, _text, max_size=5) | st.sampled_from([dict(row) for row in ROWS.values()])
_names = st.sampled_from(sorted(ROWS))
_changes = st.fixed_dictionaries(
    {"table": _names, "key": _names.map(_key) | st.lists(odd, max_size=3), "before": _rows, "after": _rows}
)
_forms = st.dictionaries(odd, st.dictionaries(_columns, _text, max_size=3), max_size=3)
_json: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=8,
)
