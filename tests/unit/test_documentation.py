"""The documents say what the code does: columns, values, commands, targets, parameters and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from campaigns import __version__
from campaigns.loading import DATA_FOLDER, load
from campaigns.schema import Choice, tables
from commands import line
from commands.exits import CLEAN, PROBLEMS
from exports.formats import FORMATS
from scripts import write_column_tables
from tests.unit.factories import campaign, written
from ui.present.address import PARAMETERS as OF_PRESENT
from ui.view import PARAMETERS as OF_VIEW

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
DATA_README = ROOT / "data" / "README.md"
CHANGELOG = ROOT / "CHANGELOG.md"
DATA_CARD = ROOT / "docs" / "data-card.md"
HOSTING = ROOT / "docs" / "hosting.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
FOLDERS = ("benchmarks", "data", "deploy", "docs", "fuzz", "static")
DOCUMENTS = (*sorted(ROOT.glob("*.md")), *sorted(file for name in FOLDERS for file in (ROOT / name).rglob("*.md")))
GUIDES = (README, CONTRIBUTING, DATA_README, CHANGELOG, DATA_CARD, HOSTING, ARCHITECTURE, ROOT / "deploy" / "README.md")
"""The documents that tell people what to type."""

PARAMETERS = OF_VIEW | OF_PRESENT
PLACEHOLDERS = {
    **{"PATH": "data", "[PATH]": "data", "my-folder": "data", "my-town.csv": "data/campaigns.csv"},
    **{"OLD": "../published/data", "NEW": "data", "PLACE": "97214", "/var/www/city-campaigns": "www"},
}
"""What stands for something of the reader's own, and what a test puts there."""
ASKS_THE_NETWORK = "--links"
MY_TOWN = """\
id,title,place,country,latitude,longitude,level,body,ask,status,started,decided,url
exampleton-us-divestment,Divestment from Example Corp,Exampleton,US,45.5234,-122.6762,city,\
Exampleton City Council,divestment,won,2024-05,2024-11-19,https://example.com/minutes
sampleford-gb-contracts,No contracts with Sample Industries,Sampleford,GB,51.5,-1.2,city,\
Sampleford City Council,procurement,win,2023,05/06/2024,https://example.com/page
"""


def name(document: Path) -> str:
    """A document as a test run shows it."""
    return document.relative_to(ROOT).as_posix()


def read(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def section(document: Path, heading: str) -> str:
    """The text under a heading, up to the next heading of its level or above."""
    level = heading.split()[0]
    _, _, below = read(document).partition(f"\n{heading}\n")
    assert below, f"{name(document)} has no heading {heading!r}"
    return re.split(rf"\n#{{1,{len(level)}}} ", below)[0]


def first_cells(text: str) -> list[list[str]]:
    """The `code` words in the first cell of each row of the tables in a text."""
    return [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in text.splitlines() if row.startswith("|")]


def code_words(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


def coded_values() -> Iterator[tuple[str, Choice]]:
    for table in tables().values():
        for field in table.fields:
            for choice in field.choices:
                yield field.name, choice


def named_commands() -> Iterator[tuple[str, str]]:
    """Every `python -m campaigns COMMAND …` in the guides, with its document."""
    for document in GUIDES:
        for arguments in re.findall(r"python -m campaigns ([^`\n]+)", read(document)):
            if arguments.strip() != "--version":
                yield name(document), arguments.strip()


def named_scripts() -> set[str]:
    return {script for document in GUIDES for script in re.findall(r"python -m scripts\.(\w+)", read(document))}


def named_targets() -> set[str]:
    """What the guides tell people to make: `make X` as code or at the start of a line of code."""
    pattern = r"(?:`|^ *)(?:[A-Z_]+=\S+ )?make ([a-z][a-z-]*)"
    return {t for document in GUIDES for t in re.findall(pattern, read(document), re.MULTILINE)}


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", read(ROOT / "Makefile"), re.MULTILINE))


def links(document: Path) -> list[str]:
    """The relative links and images of a document; an address with a scheme is somebody else's page."""
    targets = re.findall(r"\]\(([^)\s]+)\)", read(document))
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", read(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def code_files() -> Iterator[Path]:
    """The files in which a setting may be read."""
    yield ROOT / "Makefile"
    for folder in ("campaigns", "commands", "ui", "pages"):
        yield from (ROOT / folder).rglob("*.py")


def test_the_data_readme_says_of_every_column_how_it_was_filled() -> None:
    missing = []
    for table in tables().values():
        described = {word for cell in first_cells(section(DATA_README, f"### `{table.filename}`")) for word in cell}
        missing += [f"{table.filename}: {field.name}" for field in table.fields if field.name not in described]
    assert missing == []


def test_the_data_readme_describes_no_column_that_is_not_there() -> None:
    for table in tables().values():
        described = {word for cell in first_cells(section(DATA_README, f"### `{table.filename}`")) for word in cell}
        assert described <= {field.name for field in table.fields}


def test_the_codebook_has_every_value_with_the_rule_of_the_schema() -> None:
    book = section(DATA_README, "## Codebook")
    rows = [f"| `{choice.value}` | {choice.label} | {choice.meaning} |" for _, choice in coded_values()]
    assert [row for row in rows if row not in book] == []


@pytest.mark.parametrize(
    "column", ["status", "status_after", "force", "ask", "level", "kind", "geo_precision", "source_kind"]
)
def test_the_codebook_has_a_table_for_the_column(column: str) -> None:
    values = {choice.value for field, choice in coded_values() if field == column}
    introduced = re.findall(
        rf"^[^|\n]*`{column}`[^|\n]*:.*\n\n((?:\|.*\n)+)", section(DATA_README, "## Codebook"), re.M
    )
    assert introduced, f"no table for {column}"
    assert {word for rows in introduced for cell in first_cells(rows) for word in cell} == values


@pytest.mark.parametrize("document", write_column_tables.BLOCKS, ids=name)
def test_the_tables_taken_from_the_schema_and_the_data_are_fresh(document: Path) -> None:
    assert write_column_tables.fresh(document) == read(document), "run: python -m scripts.write_column_tables"


def test_a_block_is_rewritten_without_touching_the_rest() -> None:
    text = "before\n<!-- columns -->\nold\n<!-- /columns -->\nafter\n"
    once = write_column_tables.replace_block(text, "columns", "new")
    assert once == "before\n<!-- columns -->\n\nnew\n\n<!-- /columns -->\nafter\n"
    assert write_column_tables.replace_block(once, "columns", "new") == once


def test_a_document_without_the_markers_is_refused() -> None:
    with pytest.raises(write_column_tables.MissingBlock, match="columns"):
        write_column_tables.replace_block("no markers here", "columns", "new")


@pytest.mark.parametrize(("document", "arguments"), list(named_commands()))
def test_a_command_named_in_a_guide_is_one_the_program_takes(document: str, arguments: str) -> None:
    words = [PLACEHOLDERS.get(word, word) for word in arguments.split()]
    assert line.parser().parse_args(words).run


@pytest.mark.parametrize("arguments", sorted({a for _, a in named_commands() if ASKS_THE_NETWORK not in a}))
def test_a_command_named_in_a_guide_does_what_it_is_said_to(
    arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (tmp_path / "published" / "data", tmp_path / "here" / "data"):
        folder.mkdir(parents=True)
        (folder / "campaigns.csv").write_text(written([campaign()]), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("CAMPAIGNS_DATA", "data")
    words = [PLACEHOLDERS.get(word, word) for word in arguments.split()]
    changes_due = PROBLEMS if words[:1] == ["format"] and "--check" in words else CLEAN
    assert line.main(words) in {CLEAN, changes_due}
    assert capsys.readouterr().out
    if "-o" in words:
        assert (tmp_path / "here" / words[words.index("-o") + 1]).exists()


def commands() -> list[str]:
    """The names of the program's commands, as its help has them."""
    return re.findall(r"^    (\w+) ", line.parser().format_help(), re.MULTILINE)


def test_the_readme_names_every_command_of_the_program() -> None:
    assert commands()
    told = {arguments.split()[0] for document, arguments in named_commands() if document == "README.md"}
    assert set(commands()) <= told


@pytest.mark.parametrize("command", ["", *commands()])
def test_the_readme_has_every_option_of_a_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        line.main([*command.split(), "--help"])
    options = set(re.findall(r"^  .*?(--[a-z]+)", capsys.readouterr().out, re.MULTILINE)) - {"--help", "--output"}
    section_text = section(README, "### Commands")
    rows = "".join(row for row in section_text.splitlines() if f"campaigns {command}" in row)
    assert [option for option in options if option not in rows and f"`{option}`" not in rows] == []


def test_the_readme_has_every_format_of_an_export() -> None:
    first = [words[0] for words in first_cells(section(README, "### Commands")) if words]
    assert [word for word in first if word in FORMATS] == [*FORMATS]


def test_a_script_named_in_a_guide_exists() -> None:
    assert named_scripts()
    assert [script for script in named_scripts() if not (ROOT / "scripts" / f"{script}.py").is_file()] == []


def test_the_sample_in_the_readme_is_what_the_check_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "my-town.csv"
    file.write_text(MY_TOWN, encoding="utf-8")
    assert line.main(["check", str(file)]) == PROBLEMS
    assert f"```\n{capsys.readouterr().out}```" in section(README, "### What the check says")


def test_everything_the_guides_tell_people_to_make_is_in_the_makefile() -> None:
    assert {"run", "test", "lint"} <= named_targets()
    assert named_targets() - makefile_targets() == set()


def test_the_readme_has_every_parameter_of_an_address_and_no_other() -> None:
    rows = first_cells(section(README, "### Addresses"))
    assert sorted(words[0] for words in rows if words) == sorted(PARAMETERS)


def test_the_example_of_a_parameter_uses_it() -> None:
    rows = [row for row in section(README, "### Addresses").splitlines() if row.startswith("| `")]
    for row in rows:
        parameter, *_, example = re.findall(r"`([^`]+)`", row)
        assert example.startswith(f"{parameter}=")


def test_addresses_in_the_readme_name_parameters_and_campaigns_that_exist() -> None:
    queries = re.findall(r"http://localhost:8501/\w*\?([^>\s]+)", read(README))
    pairs = [pair.split("=", 1) for query in queries for pair in query.split("&")]
    known = {campaign.id for campaign in load(DATA_FOLDER).dataset.campaigns}
    assert pairs
    assert {parameter for parameter, _ in pairs} <= PARAMETERS
    assert {value for parameter, value in pairs if parameter in {"campaign", "pick"}} <= known


def test_every_environment_variable_in_the_readme_is_read_by_the_program() -> None:
    code = "\n".join(read(file) for file in code_files())
    used = set(re.findall(r"\b([A-Z][A-Z_]+)=", read(README)))
    listed = {word for cell in first_cells(section(README, "### Environment variables")) for word in cell}
    assert listed >= {"PORT", "CAMPAIGNS_DATA"}
    assert used <= listed
    assert [variable for variable in listed if not re.search(rf"\$\({variable}\)|\"{variable}\"", code)] == []


def settings() -> set[str]:
    """The environment variables of our own that the program reads."""
    return {name for file in code_files() for name in re.findall(r"\bCAMPAIGNS_[A-Z]+\b", read(file))}


def test_every_setting_that_the_program_reads_is_in_the_readme() -> None:
    listed = {word for cell in first_cells(section(README, "### Environment variables")) for word in cell}
    assert len(settings()) > 5
    assert settings() <= listed


def test_a_host_is_told_of_every_setting_where_to_set_it() -> None:
    listed = {word for cell in first_cells(section(HOSTING, "## Settings")) for word in cell}
    assert listed == settings()


def test_every_setting_of_the_makefile_and_the_scripts_is_documented() -> None:
    read_by_make = re.findall(r"^([A-Z]+) \?=|\$\(if \$\(([A-Z]+)\)", read(ROOT / "Makefile"), re.MULTILINE)
    scripts = "\n".join(read(file) for file in (ROOT / "scripts").glob("*.py"))
    read_by_scripts = set(re.findall(r'os\.environ\.get\("([A-Z_]+)"', scripts)) - {"PATH"}
    wanted = {one or other for one, other in read_by_make} | read_by_scripts
    assert {"PORT", "QUICK", "BROWSER_PATH"} <= wanted
    told = f"{section(README, '### Environment variables')}{section(CONTRIBUTING, '### Tests')}"
    assert [name for name in wanted if not re.search(rf"\b{name}\b", told)] == []


def test_every_option_of_streamlit_in_the_documents_is_one_that_it_has() -> None:
    named = {option for document in DOCUMENTS for option in re.findall(r" `?--([a-z]+\.\w+)", read(document))}
    assert "server.port" in named
    assert named - set(config.get_config_options()) == set()


def test_a_program_or_a_list_of_packages_named_in_a_guide_is_there() -> None:
    named = {file for document in GUIDES for file in re.findall(r"\.ci/[\w-]+|requirements[\w-]*\.\w+", read(document))}
    assert {".ci/run", "requirements.txt"} <= named
    assert [file for file in named if not (ROOT / file).is_file()] == []


def test_the_version_is_the_same_wherever_it_is_said() -> None:
    [cited] = re.findall(r"^version: (\S+)$", read(ROOT / "CITATION.cff"), re.MULTILINE)
    [released] = re.findall(r'^date-released: "(\S+)"$', read(ROOT / "CITATION.cff"), re.MULTILINE)
    newest = re.search(r"^## (\S+) \((\S+)\)$", read(CHANGELOG), re.MULTILINE)
    assert newest
    assert (newest[1], newest[2]) == (cited, released) == (__version__, released)
    assert "version =" not in read(ROOT / "pyproject.toml").partition("[tool.")[0]


def test_the_changelog_names_the_columns_that_a_table_cannot_do_without() -> None:
    needed = section(CHANGELOG, "## Upgrading with your own CSV").partition("in any order:")[2].partition(". ")[0]
    assert code_words(needed) == {field.name for field in tables()["campaigns"].fields if field.required}


def test_every_number_of_the_data_card_is_counted_in_the_data() -> None:
    written_by_hand = re.sub(r"<!-- ([\w-]+) -->.*?<!-- /\1 -->", "", read(DATA_CARD), flags=re.DOTALL)
    assert re.findall(r"^.*\d.*$", written_by_hand, re.MULTILINE) == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    told = re.sub(r"```diff\n.*?```", "", read(ARCHITECTURE), flags=re.DOTALL)
    named = {word for word in code_words(told) if re.fullmatch(r"[\w./-]+\.(py|js|css|html|json|csv|md)", word)}
    assert len(named) > 40
    assert [file for file in named if not (ROOT / file).is_file() and file != "campaigns.csv"] == []


def test_the_way_of_a_row_passes_every_part_of_the_program_that_it_passes() -> None:
    way = section(ARCHITECTURE, "## The way of a row")
    steps = [row.split("|")[2] for row in way.splitlines() if row.startswith("| ")][2:]
    folders = [Path(words[0]).parts[0] for step in steps if (words := re.findall(r"`([^`]+)`", step))]
    assert list(dict.fromkeys(folders)) == ["campaigns", "ui", "static", "exports"]


def test_everything_in_the_layout_exists() -> None:
    layout = re.search(r"```\n(dashboard\.py .*?)```", section(README, "## For developers"), re.DOTALL)
    assert layout
    named = [line.split()[0] for line in layout[1].splitlines()]
    assert [entry for entry in named if not (ROOT / entry).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    targets = [link.partition("#")[0] for link in links(document)]
    assert [target for target in targets if target and not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_to_a_heading_leads_to_one(document: Path) -> None:
    pairs = [link.split("#", 1) for link in links(document) if "#" in link]
    astray = [f"{file}#{anchor}" for file, anchor in pairs if anchor not in anchors(_linked(document, file))]
    assert astray == []


def test_every_campaign_that_the_data_readme_names_is_in_the_table() -> None:
    known = {campaign.id for campaign in load(DATA_FOLDER).dataset.campaigns}
    notes = section(DATA_README, "## Judgement calls") + section(DATA_README, "## What is left out, and why")
    named = {word for word in code_words(notes) if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+){2,}", word)}
    assert len(named) > 50
    assert named - known == set()


def test_the_data_readme_counts_the_rows_of_the_first_edition_alike() -> None:
    text = read(DATA_README)
    counted = re.search(r"all (\d+) of the (\d+) compiled", text)
    assert counted
    assert counted[1] == counted[2]
    assert f"| {counted[1]} |" in text


def _linked(document: Path, file: str) -> Path:
    return document.parent / file if file else document
