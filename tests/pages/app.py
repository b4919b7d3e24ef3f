"""The dashboard as a page test drives it: what is on the page in words, and the clicks that AppTest lacks.

AppTest knows Streamlit's own widgets. The blocks of our own HTML and the map are components, of which it keeps the
message to the browser; `App` reads that message, and answers it as the browser would.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from ui import data
from ui.view import parse

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
SECONDS = 60


class App:
    """A visitor's session."""

    def __init__(self, address: str = "./") -> None:
        """Open an address of the Explore page."""
        self.at = AppTest.from_file(DASHBOARD, default_timeout=SECONDS)
        self.at.query_params.update(parse(address)[1])
        self.at.run()

    @classmethod
    def after_restart(cls, left: App) -> App:
        """The page that a visitor had before them when the server was restarted: it says how its widgets stand."""
        new = cls.__new__(cls)
        new.at = AppTest.from_file(DASHBOARD, default_timeout=SECONDS)
        new.at.query_params.update(left.address)
        new.at._run(left.at._tree.get_widget_states())
        return new

    def run(self) -> App:
        """Run the page again."""
        self.at.run()
        return self

    def go_to(self, page: str) -> App:
        """Choose a page from the menu."""
        self.at.switch_page(f"pages/{page}.py").run()
        return self

    @property
    def page(self) -> str:
        """The path of the page shown; empty for Explore."""
        return str(self.at.session_state["page_shown"])

    @property
    def address(self) -> Mapping[str, list[str]]:
        """The parameters in the address bar."""
        return {name: [values] if isinstance(values, str) else list(values) for name, values in self._query()}

    @property
    def faults(self) -> list[str]:
        """The exceptions shown on the page, and word of those that are not shown."""
        mishaps = [error.value for error in self.at.error if error.value.startswith("Something went wrong here")]
        return [*(exception.message for exception in self.at.exception), *mishaps]

    @property
    def heading(self) -> str:
        """The page's first heading."""
        titles = [title.value for title in self.at.title]
        return [*titles, *re.findall(r"<h1[^>]*>(.*?)</h1>", self.html(), re.DOTALL)][0]

    @property
    def listed(self) -> list[str]:
        """The ids of the campaigns that are listed."""
        return re.findall(r'data-campaign="([^"]*)"', self.html())

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """The campaigns on the map, as its frame finds them in the file that it fetches and in what it is told."""
        script = json.loads(self._component("component_instance").json_args)["feature_group"]
        [said] = re.findall(r'decodeURIComponent\("([^"]*)"\)', script)
        wanted = json.loads(unquote(said))
        bits = np.unpackbits(np.frombuffer(base64.b64decode(wanted["shown"]), np.uint8), bitorder="little")
        fetched = [campaign for campaign, shown in zip(_fetched(wanted["address"]), bits, strict=False) if shown]
        return [*fetched, *_rows(wanted["own"])]

    @property
    def markers(self) -> list[dict[str, Any]]:
        """What a click on each marker reports: the first of its campaigns, and how many there are if several."""
        there: dict[str, list[str]] = {}
        for campaign in self.drawn:
            if campaign["point"]:
                there.setdefault(str(campaign["point"]), []).append(campaign["id"])
        return [{"i": ids[0]} | ({"n": len(ids)} if len(ids) > 1 else {}) for ids in there.values()]

    @property
    def words(self) -> str:
        """All text of the blocks and of the plain texts on the page."""
        kinds = (self.at.warning, self.at.info, self.at.text, self.at.markdown)
        native = [element.value for kind in kinds for element in kind]
        expanders = [expander.label for expander in self.at.expander]
        return _text(" ".join([self.html(), *expanders, *native]))

    def html(self, key: str = "") -> str:
        """The HTML of a block, or of all."""
        return "\n".join(json.loads(block.json).get("html", "") for block in self._blocks(key))

    def text(self, key: str) -> str:
        """The text of a block."""
        return _text(self.html(key))

    def has(self, key: str) -> bool:
        """Whether a block is on the page."""
        return bool(self._blocks(key))

    def choose(self, facet: str, values: Sequence[str]) -> App:
        """Choose values in a filter."""
        widgets = self.at.button_group if facet == "status" else self.at.multiselect
        widgets(key=f"filter_{facet}").set_value(list(values)).run()
        return self

    def search(self, words: str) -> App:
        """Type words into the search field."""
        self.at.text_input(key="filter_q").set_value(words).run()
        return self

    def press(self, label: str) -> App:
        """Press a button by the beginning of its label."""
        next(button for button in self.at.button if button.label.startswith(label)).click().run()
        return self

    def counts(self, facet: str) -> dict[str, int]:
        """The number beside each choice of a filter, by the choice's label without its mark."""
        widgets = self.at.button_group if facet == "status" else self.at.multiselect
        options = widgets(key=f"filter_{facet}").options
        if facet == "status":
            labels = [option.rpartition("] ")[2] for option in options]
            return dict(zip(labels, self._told_beside_statuses(), strict=True))
        return dict(map(_label_and_count, options))

    def _told_beside_statuses(self) -> list[int]:
        """The numbers that the style puts beside the statuses."""
        [style] = [html.proto.body for html in self.at.get("html") if "--count-1:" in html.proto.body]
        return [int(number.replace(",", "")) for number in re.findall(r'--count-\d:" ([\d,]+)"', style)]

    def follow(self, key: str, words: str) -> App:
        """Click the link of a block whose text holds these words."""
        links = re.findall(r'<a data-view[^>]*href="([^"]*)"[^>]*>(.*?)</a>', self.html(key), re.DOTALL)
        href = next(unescape(href) for href, text in links if words in _text(text))
        return self.sent(key, "opened", href)

    def sent(self, key: str, event: str, value: Any) -> App:
        """What the browser's part of a block reports."""
        [block] = self._blocks(key)
        answer = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{block.id}__events")
        answer.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return self._answer(answer)

    def edit_grid(self, **edits: Any) -> App:
        """Report edits as the grid does: `edited_rows`, `added_rows` and `deleted_rows`."""
        account = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits
        [grid] = self.at.data_editor
        return self._answer(WidgetState(id=grid.proto.id, string_value=json.dumps(account)))

    def forge(self, widget: str) -> App:
        """Say that a button was pressed, whether or not it is on the page."""
        return self._answer(WidgetState(id=widget, trigger_value=True))

    def click_marker(self, **properties: Any) -> App:
        """Click the marker that has these properties."""
        marker = next(m for m in self.markers if properties.items() <= m.items())
        answer = WidgetState(id=self._component("component_instance").id)
        answer.json_value = json.dumps({"last_active_drawing": {"type": "Feature", "properties": marker}})
        return self._answer(answer)

    def _query(self) -> list[tuple[str, Any]]:
        return list(self.at.query_params.items())

    def _blocks(self, key: str) -> list[Any]:
        blocks = [element.proto for element in self.at.get("bidi_component")]
        return [block for block in blocks if not key or block.id.endswith(f"-{key}")]

    def _component(self, kind: str) -> Any:
        [element] = self.at.get(kind)
        return element.proto

    def _answer(self, answer: WidgetState) -> App:
        """Run the page with what a component sends, all other widgets as they are."""
        states = self.at._tree.get_widget_states()
        states.widgets.append(answer)
        self.at._run(states)
        return self


def _fetched(address: str) -> list[dict[str, Any]]:
    """The campaigns of the file that the map's frame fetches."""
    year = re.search(r"year=(\d+)", address)
    points = data.map_points(int(year.group(1)) if year else None)
    assert address == f"../../{points.path}"
    return _rows(json.loads(gzip.decompress(points.body)))


def _rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _text(html: str) -> str:
    """The text of HTML, with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _label_and_count(option: str) -> tuple[str, int]:
    found = re.search(r"(.*) \(([\d,]+)\)$", option)
    assert found, option
    return found.group(1).strip(), int(found.group(2).replace(",", ""))
