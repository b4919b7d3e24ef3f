"""The command line: exit codes, words and JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from campaigns import __version__
from commands.line import main
from commands.terminal import printable
from tests.unit.factories import campaign, event, written

ROOT = Path(__file__).resolve().parents[2]
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "campaigns.csv").write_text(written([campaign()]), encoding="utf-8")
    return tmp_path


def spoil(data: Path, **cells: str) -> None:
    other = {"id": "sampleville-or-bonds", "place": "Sampleville"}
    (data / "campaigns.csv").write_text(written([campaign(), campaign(**(other | cells))]), encoding="utf-8")


def test_a_clean_data_set_passes(data: Path, capsys: Captured) -> None:
    assert main(["check", str(data)]) == 0
    assert capsys.readouterr().out == "1 of 1 campaign can be shown.\n"


def test_warnings_alone_pass(data: Path, capsys: Captured) -> None:
    spoil(data, latitude="", longitude="")
    assert main(["check", str(data)]) == 0
    assert "campaigns.csv, to look at:" in capsys.readouterr().out


def test_the_verdict_comes_first_then_what_holds_rows_back(data: Path, capsys: Captured) -> None:
    spoil(data, status="wonn", latitude="")
    (data / "events.csv").write_text(written([event(date="2024-11-31")]), encoding="utf-8")
    assert main(["check", str(data)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 of 2 campaigns can be shown."
    assert lines[2] == "campaigns.csv, to mend:"
    assert lines[3] == (
        '  campaigns.csv row 3, Status (Sampleville: Divestment from Example Corp): "wonn" is not an allowed value. '
        'Allowed: won, partial, ongoing, lost or reversed. Did you mean "won"?'
    )
    assert lines[5] == "events.csv, to mend:"
    assert '"2024-11-31" is not in the calendar.' in lines[6]


def test_the_report_as_json(data: Path, capsys: Captured) -> None:
    spoil(data, status="wonn")
    assert main(["check", str(data), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["shown"], report["total"]) == (1, 2)
    assert report["problems"] == [
        {
            "file": "campaigns.csv",
            "row": 3,
            "column": "Status",
            "campaign": "Sampleville: Divestment from Example Corp",
            "severity": "blocks",
            "message": '"wonn" is not an allowed value. Allowed: won, partial, ongoing, lost or reversed.',
            "hint": 'Did you mean "won"?',
        }
    ]


def test_what_cannot_be_read_at_all_is_said_and_exits_with_two(tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"There is no campaigns.csv in the folder {tmp_path}.\n"


def test_what_cannot_be_read_at_all_is_json_too(tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", str(tmp_path / "none.csv"), "--json"]) == 2
    report = json.loads(capsys.readouterr().out)
    assert (report["shown"], report["total"]) == (0, 0)
    assert [problem["file"] for problem in report["problems"]] == ["none.csv"]


def test_without_a_path_the_environment_names_the_data(
    data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("1 of 1 campaign ")


def test_cells_cannot_steer_the_terminal(data: Path, capsys: Captured) -> None:
    spoil(data, status="\x1b[31mwonn\x07\u202e", title="a\x9b2Jb")
    main(["check", str(data)])
    assert not set(capsys.readouterr().out) & set("\x1b\x07\x9b\u202e")


def test_what_is_printed_keeps_its_letters() -> None:
    assert printable("Éxampleton:\n\x1b[2Jwon\x00") == "Éxampleton: [2Jwon"


def test_format_rewrites_a_table_and_says_so(data: Path, capsys: Captured) -> None:
    file = data / "campaigns.csv"
    file.write_text(written([campaign(id="b"), campaign(id="a")], ";"), encoding="utf-8")
    file.chmod(0o640)
    assert main(["format", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == written([campaign(id="a"), campaign(id="b")])
    assert file.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().out.startswith("campaigns.csv was rewritten: rows sorted")
    assert [each.name for each in data.iterdir()] == ["campaigns.csv"]


def test_format_leaves_a_canonical_table_alone(data: Path, capsys: Captured) -> None:
    before = (data / "campaigns.csv").stat().st_mtime_ns
    assert main(["format", str(data)]) == 0
    assert (data / "campaigns.csv").stat().st_mtime_ns == before
    assert capsys.readouterr().out == "campaigns.csv is in its canonical form.\n"


def test_format_can_only_look(data: Path, capsys: Captured) -> None:
    file = data / "campaigns.csv"
    messy = written([campaign(latitude="45.50")])
    file.write_text(messy, encoding="utf-8")
    assert main(["format", "--check", str(data)]) == 1
    assert file.read_text(encoding="utf-8") == messy
    assert capsys.readouterr().out == "campaigns.csv would change: 1 line rewritten.\n"


def test_format_touches_nothing_where_one_table_cannot_be_read(data: Path, capsys: Captured) -> None:
    messy = written([campaign(latitude="45.50")])
    (data / "campaigns.csv").write_text(messy, encoding="utf-8")
    (data / "events.csv").write_bytes(b"\x89PNG")
    assert main(["format", str(data)]) == 2
    assert (data / "campaigns.csv").read_text(encoding="utf-8") == messy
    assert capsys.readouterr().err == "events.csv is an image, not a table.\n"


@pytest.mark.parametrize("arguments", [[], ["fly"], ["check", "a", "b"], ["format"]])
def test_wrong_usage_exits_with_two(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: python -m campaigns" in capsys.readouterr().err


def test_the_module_runs_as_a_command() -> None:
    run = subprocess.run([sys.executable, "-m", "campaigns", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == f"campaigns {__version__}\n"


def test_a_difference_is_told_campaign_by_campaign(data: Path, tmp_path: Path, capsys: Captured) -> None:
    new = tmp_path / "new.csv"
    new.write_text(written([campaign(status="ongoing", decided=""), campaign(id="b", place="Sampleville")]))
    assert main(["diff", str(data), str(new)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "exampleton-or-divestment: Exampleton, Oregon: Divestment from Example Corp: status won → ongoing; "
        "decided 2024-11-19 taken out",
        "b: Sampleville, Oregon: Divestment from Example Corp: new, won",
        "1 campaign new, 1 campaign changed; none removed.",
    ]


def test_no_difference_is_said(data: Path, capsys: Captured) -> None:
    assert main(["diff", str(data), str(data)]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_what_cannot_be_compared_is_told_in_a_sentence(data: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["diff", str(data), str(tmp_path / "none")]) == 2
    assert "There is no file or folder" in capsys.readouterr().err


def test_a_change_in_git_is_told_by_the_script_that_pull_requests_run() -> None:
    done = subprocess.run(
        [".ci/data-diff", "HEAD"],
        cwd=ROOT,
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(("removed.", "Nothing changed."))
