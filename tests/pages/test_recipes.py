"""The recipes of docs/architecture.md: each is followed, line by line, in a copy of the project, which then works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "architecture.md"
CODE = ("campaigns", "commands", "data", "exports", "locale", "pages", "scripts", "static", "tests", "ui")
DOCUMENTS = ("deploy", "docs")
HELD_TO = {
    "A column": ["tests/pages/recipes/column.py", "tests/unit/test_schema.py"],
    "A filter": [
        "tests/pages/recipes/filter.py",
        "tests/unit/test_documentation.py::test_the_readme_has_every_parameter_of_an_address_and_no_other",
    ],
    "A page": ["tests/pages/recipes/page.py", "tests/unit/test_layers.py::test_imports_only_downwards"],
    "An export": [
        "tests/pages/recipes/export.py",
        "tests/unit/test_export_command.py::test_the_command_offers_every_format",
    ],
}
"""What holds once a recipe is followed: what comes of it, and a rule of the house that it may not break."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's code in a folder where it can be changed."""
    folder = tmp_path / "project"
    for name in (*CODE, *DOCUMENTS):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "browser"))
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
    for file in (*ROOT.glob("*.md"), ROOT / "dashboard.py", ROOT / "pyproject.toml"):
        shutil.copy(file, folder)
    return folder


def steps(recipe: str) -> list[str]:
    """The blocks of changes under a recipe's heading."""
    _, _, below = DOCUMENT.read_text(encoding="utf-8").partition(f"\n### {recipe}\n")
    return re.findall(r"```diff\n(.*?)```", re.split(r"\n##", below)[0], re.DOTALL)


def recipes() -> list[str]:
    """The headings of all recipes."""
    _, _, below = DOCUMENT.read_text(encoding="utf-8").partition("\n## Where to put it\n")
    return re.findall(r"^### (.+)$", below, re.MULTILINE)


def changes(step: str) -> Iterator[tuple[str, list[str]]]:
    """The file and the lines of each change in a block."""
    for of_file in re.split(r"^\+\+\+ ", step, flags=re.MULTILINE)[1:]:
        file, _, lines = of_file.partition("\n")
        for change in re.split(r"^@@\n", lines, flags=re.MULTILINE):
            yield file, change.splitlines()


def follow(step: str, folder: Path) -> None:
    """Change the files as a block says; each place that it shows has to be there, once."""
    for name, lines in changes(step):
        file = folder / name
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " -")
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " +")
        text = file.read_text(encoding="utf-8") if old else ""
        assert not old or text.count(old) == 1, f"{name} does not have, once:\n{old}"
        assert old or not file.exists(), f"{name} is there already"
        file.write_text(text.replace(old, new) if old else new, encoding="utf-8")


def holds(folder: Path, tests: list[str]) -> str:
    """Run tests in a copy; what they say where they fail, else nothing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CAMPAIGNS_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_the_menu_has_every_script_of_a_page_and_no_other() -> None:
    listed = re.findall(r'"(pages/\w+\.py)"', (ROOT / "ui" / "navigation.py").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(f"pages/{script.name}" for script in (ROOT / "pages").glob("*.py"))


def test_every_recipe_is_tried() -> None:
    assert recipes() == [*HELD_TO]


@pytest.mark.parametrize("recipe", HELD_TO)
def test_what_a_recipe_says_is_all_there_is_to_do(recipe: str, copy: Path) -> None:
    for step in steps(recipe):
        follow(step, copy)
    assert holds(copy, HELD_TO[recipe]) == ""


def test_a_column_needs_nothing_but_the_schema_to_be_checked_asked_for_and_explained(copy: Path) -> None:
    follow(steps("A column")[0], copy)
    assert holds(copy, HELD_TO["A column"][:1]) == ""


def test_without_its_recipe_nothing_of_it_is_there(copy: Path) -> None:
    assert "4 failed" in holds(copy, HELD_TO["A filter"][:1])


def test_a_recipe_that_shows_what_the_code_does_not_have_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "town.py").write_text("mayor = 1\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"town\.py does not have"):
        follow("+++ town.py\n-council = 1\n+council = 2\n", tmp_path)
