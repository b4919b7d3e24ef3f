"""Each place that text goes to has one function that makes it fit, and none lets a payload of the corpus through."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

import pytest

from campaigns import draft_copy
from campaigns.changes import as_json, between
from campaigns.dataset import Dataset
from campaigns.difference import difference
from campaigns.draft import Draft
from campaigns.edition import Edition, read_edition
from campaigns.filters import Vocabulary, nowhere, tidy
from campaigns.formatting import canonical
from campaigns.formulas import as_typed, harmless
from campaigns.loading import load_bytes
from campaigns.near import Centre
from campaigns.schema import tables
from campaigns.selection import Index
from campaigns.tables import read_sheet
from campaigns.uploads import tables_of
from campaigns.words import slug
from campaigns.xlsx import escaped, unescaped
from commands.terminal import printable
from exports.links import host_of, short_address, web_link
from exports.plain import plain
from exports.rendering import embedded
from exports.site import feed_path
from exports.slide_text import link, one_line
from tests.corpus.hostile import HALVES, TODAY, corpus, files, loaded, payloads
from tests.unit.factories import campaign, written
from tests.unit.test_templates import BLOCKS, TAME, Page, put
from ui import link_previews
from ui.campaign_map import in_script
from ui.update.fields import on_one_line
from ui.view import PARAMETERS, parse, read

__all__ = ["put"]

EVERY = tuple(text for texts in corpus().values() for text in texts)
NO_LINKS = corpus()["links that are none"]
SAME_ADDRESS = "https://example.org/"
VARIANTS: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "swapped case": str.swapcase,
    "percent encoded": quote,
    "entities": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "blanks within": lambda text: text.replace("=", " \t=\n").replace(":", "\t:"),
    "twice": lambda text: text + text,
    "after a quotation mark": lambda text: f"\"'`>{text}",
    "before a backslash": lambda text: f"{text}\\",
}


def varied(texts: Iterable[str]) -> Iterator[str]:
    """Texts as they are and in every variant."""
    for text in texts:
        yield text
        yield from (vary(text) for vary in VARIANTS.values() if not re.search("[\ud800-\udfff]", text))


def test_the_corpus_has_so_many_payloads_of_so_many_kinds() -> None:
    assert len(set(EVERY)) == len(EVERY) >= 300
    assert len(corpus()) >= 20
    assert len(set(varied(EVERY))) > 4_000


# Addresses


@pytest.mark.parametrize("text", NO_LINKS, ids=ascii)
def test_what_is_no_address_of_the_web_is_no_link_anywhere(text: str) -> None:
    for address in (text, text.upper(), f" {text}", f"\0{text}"):
        found = web_link(address)
        assert not found or re.match(r"https?://[^/\s]", found, re.IGNORECASE)
        assert bool(found) == bool(host_of(address))
        assert short_address(address)


def test_a_link_is_made_of_what_an_address_may_hold_and_stays_with_its_host() -> None:
    for text in varied(EVERY):
        for address in (f"{SAME_ADDRESS}{text}", f"{SAME_ADDRESS}?q={text}", f"{SAME_ADDRESS}#{text}"):
            found = web_link(address)
            assert not re.search(r'[\s"<>\\^`{|}\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]', found)
            assert urlsplit(found).hostname == host_of(address) == "example.org"
            assert link(address) in ("", found)


def test_the_checker_holds_back_every_row_whose_link_is_none() -> None:
    rows = [campaign(id=f"c-{number}", url=text) for number, text in enumerate(NO_LINKS)]
    shown = {each.url for each in load_bytes({"campaigns": written(rows).encode()}, today=TODAY).dataset.campaigns}
    assert all(re.match(r"https?://[^/\s]", url) for url in shown)
    assert len(shown) <= 2


def test_a_name_in_an_address_is_made_of_letters_digits_and_hyphens() -> None:
    for text in filter(None, varied(EVERY)):
        assert re.fullmatch(r"[\w-]+", slug(text)), ascii(text)
        assert slug(slug(text)) == slug(text)


def test_a_file_named_by_any_text_stays_in_its_folder_and_is_no_device() -> None:
    for text in varied(EVERY):
        folder, kind, name = feed_path("target", text).split("/")
        assert (folder, kind) == ("feeds", "company")
        assert re.fullmatch(r"[\w-]{1,62}\.atom", name) and len(name.encode()) < 250
        assert not re.fullmatch(r"(con|prn|aux|nul|(com|lpt)\d)\..*", name, re.IGNORECASE)


@pytest.mark.parametrize("parameter", sorted(PARAMETERS))
def test_any_text_in_any_parameter_is_taken_up_or_told_and_never_an_error(parameter: str) -> None:
    vocabulary = Vocabulary((TAME,), ("US",))
    view_near, _ = read({"near": ["Exampleton"]}, vocabulary, exampleton)
    for text in EVERY:
        view, dropped = read({"near": ["Exampleton"], parameter: [text]}, vocabulary, exampleton)
        assert view != view_near or dropped or not tidy(text), ascii(text)
    for text in payloads():
        view, _ = read({parameter: [text]}, vocabulary)
        again, dropped = read(parse(view.href())[1], vocabulary)
        assert (again, dropped) == (view, [])


def exampleton(name: str) -> Centre | str:
    return Centre((45.5, -122.7), name) if name == "Exampleton" else nowhere(name)


def test_a_preview_of_any_address_is_a_title_and_descriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Index(Dataset(loaded().dataset.campaigns[:1]))
    monkeypatch.setattr(link_previews.data, "index", lambda year: few)
    tame = Page(link_previews.head("q=words"))
    for text in payloads():
        page = Page(link_previews.head(f"q={quote(text)}&target={quote(text)}"))
        assert (page.skeleton, page.open, page.others) == (tame.skeleton, [], [])


def test_a_preview_of_any_campaign_says_its_title_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(Dataset(loaded().dataset.campaigns))
    monkeypatch.setattr(link_previews.data, "index", lambda year: index)
    monkeypatch.setattr(Vocabulary, "values", lambda self, facet: ())
    tame = Page(link_previews.head("q=words"))
    for told in index.dataset.campaigns:
        page = Page(link_previews.head(f"campaign={told.id}"))
        assert (page.skeleton, page.open, page.others) == (tame.skeleton, [], [])
        assert told.title in page.text and told.place in page.text


# Scripts, documents, terminals


def test_text_in_a_script_is_nothing_but_letters_and_percent_signs() -> None:
    for text in varied(EVERY):
        if not re.search("[\ud800-\udfff]", text):
            assert re.fullmatch(r"[\w ,.:;()%~-]*", in_script(text), re.ASCII)
            assert unquote(in_script(text)) == text
        assert not re.search("[<>&\u2028\u2029]", embedded({"text": text}))
        assert json.loads(embedded({"text": text})) == {"text": text}


def test_text_for_a_document_has_no_character_that_breaks_it() -> None:
    for text in varied(EVERY):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]", plain(text))
        assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", one_line(text))
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", printable(text))


def test_text_for_a_spreadsheet_is_no_formula_and_comes_back_as_typed() -> None:
    for text in varied(EVERY):
        assert as_typed(harmless(text)) == text
        for cell in re.split(r"[;\t\n\r]", harmless(text)):
            assert cell.lstrip('" \u00a0\u200b')[:1] not in {*"=+-@＝＋－＠"}, ascii(text)
        if not re.search("[\ud800-\udfff\0]", text):
            assert unescaped(escaped(text)) == text


# Pages


@pytest.mark.parametrize("block", BLOCKS)
def test_every_kind_of_payload_adds_nothing_to_a_block(put: list[str], block: Callable[[str, str], None]) -> None:
    block(TAME, SAME_ADDRESS)
    tame = Page("".join(put))
    for kind in corpus().keys() - {HALVES}:
        text = " ¦ ".join(corpus()[kind])
        put.clear()
        block(text, SAME_ADDRESS)
        page = Page("".join(put))
        assert (page.skeleton, page.open, page.others) == (tame.skeleton, [], [])
        # A level is one of few and written small.
        assert page.text.replace(text.lower(), text).count(text) >= tame.text.count(TAME)


# Drafts, forms and uploads


def test_a_form_takes_a_text_as_typed_on_one_line() -> None:
    for text in payloads():
        assert on_one_line(text) == " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    for text in corpus()["emoji and other scripts"]:
        assert on_one_line(text) == text


def test_a_draft_of_the_whole_corpus_is_kept_read_and_told() -> None:
    tame = read_edition({"campaigns": written([campaign()]).encode()})
    hostile = Edition.of(loaded().sheets)
    changes = between(tame, hostile)
    forms = {f"form {number}": {"what": text} for number, text in enumerate(payloads())}
    assert draft_copy.read(draft_copy.written(changes, forms)) == (changes, forms)
    draft = Draft(tame, changes, TODAY)
    told = difference(draft.effect, tame, draft.edition)
    assert len(told.told) > len(payloads())
    assert draft.loaded.report.blocking == ()


@pytest.mark.parametrize("text", corpus()[HALVES], ids=ascii)
def test_a_draft_with_half_a_character_is_no_draft(text: str) -> None:
    for copy in ({"changes": [], "forms": {"step": {"what": text}}}, {"changes": _changed(text), "forms": {}}):
        with pytest.raises(ValueError):
            draft_copy.read(json.dumps(copy))


def _changed(text: str) -> object:
    tame = read_edition({"campaigns": written([campaign()]).encode()})
    other = read_edition({"campaigns": written([campaign(title="Another")]).encode()})
    return json.loads(json.dumps(as_json(between(tame, other))).replace("Another", json.dumps(text)[1:-1]))


def test_a_file_of_any_name_is_read_and_told_by_it() -> None:
    table = files()["resources"]
    for text in EVERY:
        found = tables_of([(f"{text}.csv", b"sun,sea\n1,2\n")])
        assert found.tables == ((f"{text}.csv", b"sun,sea\n1,2\n"),)
    assert tables_of([("../../resources.csv", table)]).tables == (("../../resources.csv", table),)


def test_columns_of_any_name_are_kept_and_written_as_they_were() -> None:
    known = [field.name for field in tables()["campaigns"].fields]
    for first in range(0, len(payloads()), 150):
        some = payloads()[first : first + 150]
        row = campaign() | {f"{text} ·{number}": "x" for number, text in enumerate(some)}
        sheet = read_sheet(tables()["campaigns"], "campaigns.csv", _quoted(row))
        assert len(sheet.extras) == len(some)
        assert set(sheet.columns) <= set(known)
        again = read_sheet(tables()["campaigns"], "campaigns.csv", canonical(sheet))
        assert (again.extras, again.rows[0].aside) == (sheet.extras, sheet.rows[0].aside)


def _quoted(row: dict[str, str]) -> bytes:
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in (row, row.values()))
    return "\n".join(lines).encode()
