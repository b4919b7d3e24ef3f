"""Write what the documents take from the schema, the data and the code: columns, codebook, formats, counts.

    python -m scripts.write_column_tables          rewrite the blocks
    python -m scripts.write_column_tables --check  change nothing; exit 1 if a block is stale

A block stands between `<!-- name -->` and `<!-- /name -->`. Everything outside the blocks is left alone.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from campaigns.dataset import Dataset
from campaigns.loading import DATA_FOLDER, load
from campaigns.schema import Field, Table, tables
from campaigns.words import country_name
from exports.formats import FORMATS
from scripts import data_card
from scripts.markdown import bullets, table

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = ("Column", "Title", "Required", "Meaning", "Values")
KINDS = {
    "date": "a date",
    "link": "a link",
    "country": "two letters",
    "number": "a number",
    "integer": "a whole number",
}
STALE = 1


class MissingBlock(Exception):
    """A document does not have the markers of a block."""


def column_tables() -> str:
    """The columns of every table, for README.md."""
    return "\n\n".join(map(_section, tables().values()))


def codebook() -> str:
    """Every allowed value with its rule, for data/README.md; values that two columns share stand once."""
    return "\n\n".join(_values(columns, field) for columns, field in _coded_fields())


def weak_spots() -> str:
    """The campaigns with a source note, by kind of weakness, for data/README.md."""
    return "\n\n".join(f"{note}\n\n{bullets(ids)}" for note, ids in _noted(load(DATA_FOLDER).dataset).items())


def formats() -> str:
    """The formats of an export, for README.md."""
    return table(("`--format`", "What it is", "For"), ((f"`{n}`", kind.title, kind.use) for n, kind in FORMATS.items()))


BLOCKS: dict[Path, dict[str, Callable[[], str]]] = {
    ROOT / "README.md": {"columns": column_tables, "formats": formats},
    ROOT / "data" / "README.md": {"codebook": codebook, "weak-spots": weak_spots},
    ROOT / "docs" / "data-card.md": data_card.BLOCKS,
}


def fresh(document: Path) -> str:
    """The text of a document with its blocks written anew.

    Raises:
        MissingBlock: The document does not have the markers of one of its blocks.
    """
    text = document.read_text(encoding="utf-8")
    for name, content in BLOCKS[document].items():
        text = replace_block(text, name, content())
    return text


def replace_block(text: str, name: str, content: str) -> str:
    """A text with the content of one block replaced.

    Raises:
        MissingBlock: The text does not have the block's markers.
    """
    block = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    if not block.search(text):
        raise MissingBlock(f"The markers <!-- {name} --> and <!-- /{name} --> are missing.")
    return block.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the blocks, or say which are stale."""
    parser = argparse.ArgumentParser(
        description="Write what the documents take from the schema, the data and the code."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a block is stale")
    only_check = parser.parse_args(arguments).check
    stale = [document for document in BLOCKS if fresh(document) != document.read_text(encoding="utf-8")]
    for document in stale:
        if not only_check:
            document.write_text(fresh(document), encoding="utf-8")
        print(f"{document.relative_to(ROOT)} {'is stale' if only_check else 'was rewritten'}.")
    return STALE if only_check and stale else 0


def _section(of: Table) -> str:
    return f"**`{of.filename}`**: {of.description}\n\n{table(COLUMNS, map(_column, of.fields))}"


def _column(field: Field) -> tuple[str, ...]:
    required = "yes" if field.required else ""
    return f"`{field.name}`", field.title, required, field.description, _allowed(field)


def _allowed(field: Field) -> str:
    if field.choices:
        return ", ".join(f"`{choice.value}`" for choice in field.choices)
    if field.separator:
        return f"several, with `{field.separator.strip()}` between them"
    return KINDS.get(field.kind or field.type, "text")


def _coded_fields() -> Iterator[tuple[str, Field]]:
    """Each column with allowed values, with the names of the columns that share them."""
    shared: dict[tuple[object, ...], list[Field]] = defaultdict(list)
    for of in tables().values():
        for field in of.fields:
            if field.choices:
                shared[field.choices].append(field)
    for fields in shared.values():
        yield " and ".join(f"`{field.name}`" for field in fields), fields[0]


def _values(columns: str, field: Field) -> str:
    rows = ((f"`{choice.value}`", choice.label, choice.meaning) for choice in field.choices)
    return f"{columns}: {field.description}\n\n{table(('Value', 'Label', 'Meaning'), rows)}"


def _noted(dataset: Dataset) -> dict[str, list[str]]:
    """The campaigns under each note, the commonest note first."""
    noted: dict[str, list[str]] = defaultdict(list)
    for campaign in dataset.campaigns:
        if campaign.source_note:
            where = f"{campaign.place}, {country_name(campaign.country)}"
            noted[campaign.source_note].append(f"`{campaign.id}` ({where})")
    return dict(sorted(noted.items(), key=lambda item: (-len(item[1]), item[0])))


if __name__ == "__main__":
    sys.exit(main())
