"""What the benchmarks of visitors work out by themselves."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.Exception_pb2 import Exception as ShownError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.TextInput_pb2 import TextInput

from benchmarks.crowd import Answered, Unanswered, answered
from benchmarks.load import naming, other_than
from benchmarks.nginx import DEPLOYED, moved, nginx
from benchmarks.session import RUNS_KEPT, KeptMessages, RunFailed, Widgets, state_of
from benchmarks.startup import by_package
from benchmarks.visitors import Crowd, Measured
from scripts.find_servers import program
from tests.conftest import free_port

WRK = """Running 2s test @ http://127.0.0.1:1/
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     4.85ms    1.02ms  12.10ms   80.12%
  Latency Distribution
     50%  500.00us
     75%    5.11ms
     90%    6.02ms
     99%    1.25s
  21930 requests in 2.00s, 50.01MB read
Requests/sec:  10934.25
Transfer/sec:     25.00MB
"""


def pills(chosen: list[int], set_value: bool = False, words: tuple[str, ...] = ()) -> Delta:
    options = [ButtonGroup.Option(content=content) for content in (":green[●] Won", ":gray[✕] Lost")]
    row = ButtonGroup(id="$$ID-abc-filter_status", options=options, default=chosen)
    row.set_value = set_value
    row.raw_values.extend(words)
    return Delta(new_element=Element(button_group=row))


def test_a_visitor_sends_what_stands_in_each_widget() -> None:
    widgets = Widgets()
    widgets.begin()
    widgets.see(pills([0]))
    widgets.see(Delta(new_element=Element(text_input=TextInput(id="$$ID-def-filter_q", default="water"))))
    widgets.end()
    pill, text = widgets.states()
    assert (list(pill.string_array_value.data), text.string_value) == ([":green[●] Won"], "water")


def test_a_choice_is_kept_until_the_server_fills_the_widget() -> None:
    widgets = Widgets()
    widgets.see(pills([]))
    widgets.choose("filter_status", naming(["lost"]))
    widgets.begin()
    widgets.see(pills([]))
    widgets.end()
    assert list(widgets.states()[0].string_array_value.data) == [":gray[✕] Lost"]
    widgets.see(pills([], set_value=True, words=(":green[●] Won",)))
    assert list(widgets.states()[0].string_array_value.data) == [":green[●] Won"]


def test_a_widget_that_a_run_did_not_show_is_forgotten() -> None:
    widgets = Widgets()
    widgets.see(pills([0]))
    widgets.begin()
    widgets.end()
    assert widgets.states() == []


def test_an_error_on_the_page_is_a_failed_run() -> None:
    with pytest.raises(RunFailed, match="no such town"):
        Widgets().see(Delta(new_element=Element(exception=ShownError(type="ValueError", message="no such town"))))


def test_a_slider_on_words_sends_words_and_one_on_numbers_numbers() -> None:
    words = state_of(Element(slider=Slider(id="a", options=["2023", "today"], default=[1])))
    numbers = state_of(Element(slider=Slider(id="b", default=[2003, 2026])))
    assert words and list(words.string_array_value.data) == ["today"]
    assert numbers and list(numbers.double_array_value.data) == [2003, 2026]


def test_a_long_message_is_kept_as_long_as_a_browser_keeps_it() -> None:
    kept = KeptMessages()
    message = ForwardMsg(hash="abc", delta=pills([0]))
    message.metadata.cacheable = True
    kept.keep(message)
    for _ in range(RUNS_KEPT):
        kept.age()
    assert kept.again("abc") == message.delta
    for _ in range(RUNS_KEPT + 1):
        kept.age()
    assert list(kept.names()) == []


def test_a_message_that_may_not_be_named_again_is_not_kept() -> None:
    kept = KeptMessages()
    kept.keep(ForwardMsg(hash="abc", delta=pills([0])))
    assert list(kept.names()) == []


def test_a_status_of_several_words_is_found_among_the_options() -> None:
    wanted = naming(["partial"])
    assert wanted(":green[◐] Partly won")
    assert not wanted(":green[●] Won")


def test_a_visitor_never_chooses_what_is_chosen_already() -> None:
    draw = random.Random(1)  # noqa: S311
    chosen: frozenset[str] = frozenset()
    for _ in range(200):
        before, chosen = chosen, other_than(chosen, draw)
        assert chosen and chosen != before


def test_memory_that_rose_before_the_middle_is_flat_and_memory_that_rises_to_the_end_is_not() -> None:
    settled = [*range(100, 200, 2), *[200.0] * 60]
    rising = [100.0 + step for step in range(100)]
    assert Crowd(1, Measured(), 0, 0, settled, 0).growth == 1
    assert Crowd(1, Measured(), 0, 0, rising, 0).growth > 1.2


def test_the_report_of_wrk_is_read_in_milliseconds() -> None:
    assert answered(WRK) == Answered(rate=10934.25, p50=0.5, p99=1250.0)


@pytest.mark.parametrize("report", ["", WRK + "  Non-2xx or 3xx responses: 21930\n", WRK.replace("10934.25", "0.00")])
def test_answers_that_are_no_pages_are_not_counted(report: str) -> None:
    with pytest.raises(Unanswered):
        answered(report)


def test_imports_are_summed_up_by_package_in_milliseconds() -> None:
    lines = [
        "import time: self [us] | cumulative | imported package",
        "import time:      1500 |       1500 |   exampleton.parts",
        "import time:      2500 |       4000 | exampleton",
        "the server says something",
    ]
    assert by_package(lines) == {"exampleton": 4}


def test_a_configuration_is_moved_only_where_it_says_what_is_to_be_replaced() -> None:
    assert (
        moved("listen 80; root /var/www;", {"80": "8080", "/var/www": "/home/site"}) == "listen 8080; root /home/site;"
    )
    with pytest.raises(ValueError, match="does not say 8503"):
        moved("server 127.0.0.1:8501;", {"8503": "1"})


@pytest.mark.parametrize("site", ["dashboard.conf", "static-edition.conf"])
def test_no_visit_is_written_down_by_the_configurations_for_nginx(site: str) -> None:
    text = (DEPLOYED / site).read_text(encoding="utf-8")
    assert "access_log off;" in text
    assert "error_log /dev/null emerg;" in text


@pytest.mark.skipif(program("nginx") is None, reason="there is no nginx")
def test_nginx_sends_the_static_edition_as_it_was_packed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<p>Exampleton</p>", encoding="utf-8")
    (site / "index.html.gz").write_bytes(gzip.compress(b"<p>packed</p>"))
    with nginx("static-edition.conf", tmp_path, {"/var/www/city-campaigns": str(site)}) as url:
        with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as packed:
            assert gzip.decompress(packed.read()) == b"<p>packed</p>"
        with urlopen(url) as plain:
            assert plain.read() == b"<p>Exampleton</p>"


@pytest.mark.skipif(program("nginx") is None, reason="there is no nginx")
def test_nginx_says_so_where_no_process_of_the_dashboard_answers(tmp_path: Path) -> None:
    ports = {port: str(free_port()) for port in ("8501", "8502")}
    cache = {"/var/cache/nginx/city-campaigns": str(tmp_path / "cache")}
    with nginx("dashboard.conf", tmp_path, ports | cache) as url, pytest.raises(HTTPError, match="502"):
        urlopen(url)
