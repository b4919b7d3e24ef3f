"""Collect the interface's texts into the catalogues: `python -m scripts.collect_words`, or `make words`.

Texts come from the calls of `say` and `say_number` in the code and the templates, and from the schema. New ones are
added to every catalogue without a translation, those used no more are taken out, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from campaigns import schema
from campaigns.wording import ENGLISH, LANGUAGES, catalogue_file

ROOT = Path(__file__).parents[1]
FOLDERS = ("campaigns", "exports", "ui", "pages")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"say": None, "say_later": None, "say_number": (1, 2)}
WIDTH = 120


def main() -> None:
    """Bring every catalogue up to date."""
    texts = collected()
    for language in LANGUAGES:
        if language != ENGLISH:
            update(catalogue_file(language), language, texts)


def collected() -> Catalog:
    """Every text of the interface, with the files that it stands in."""
    texts = Catalog(project="City Campaigns", charset="utf-8", fuzzy=False)
    for file, message in _found():
        texts.add(message, locations=[(file, 0)])
    return texts


def _found() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for folder in FOLDERS:
        for file, _, message, _, _ in extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS, comment_tags=()):
            yield f"{folder}/{file}", message
    for text in schema.words():
        yield str(schema.SCHEMA_FILE.relative_to(ROOT)), text


def update(file: Path, language: str, texts: Catalog) -> None:
    """Write a catalogue anew: the texts collected, each with the translation that it has."""
    with file.open("rb") as old:
        known = read_po(old, language)
    known.update(texts, no_fuzzy_matching=True)
    known.obsolete.clear()
    with file.open("wb") as new:
        write_po(new, known, width=WIDTH, include_lineno=False, sort_by_file=True, ignore_obsolete=True)


if __name__ == "__main__":
    main()
