"""A format has a button, a choice of the command and a row in the README."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.line import main
from scripts import write_column_tables
from tests.pages.conftest import Open

LINES = "Divestment from Example Corp: https://example.org/page\nEnd of a police exchange: https://example.org/page\n"


def test_the_panel_has_a_button(invented: Open) -> None:
    app = invented()
    app.at.session_state["share_panel"] = True
    app.run()
    assert app.faults == []
    assert [button.label for button in app.at.download_button if button.key == "take_txt"] == ["Sources"]


def test_the_command_writes_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = data / "out.txt"
    assert main(["export", "--format", "txt", "-o", str(file), "--data", str(data), "--status", "won"]) == 0
    assert sorted(file.read_text(encoding="utf-8").splitlines()) == LINES.splitlines()
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "txt" in capsys.readouterr().out


def test_the_readme_is_given_its_row() -> None:
    fresh = write_column_tables.fresh(write_column_tables.ROOT / "README.md")
    assert "| `txt` | Sources | the page to cite of each campaign |" in fresh
