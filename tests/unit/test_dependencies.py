"""The list of dependencies says what is really installed, and what each one is for."""

from __future__ import annotations

import re

from scripts.write_dependencies import DOCUMENT, ROOT, pins, purposes


def test_every_package_that_is_installed_is_listed_with_its_version() -> None:
    listed = set(re.findall(r"^\| (\S+) \| (\S+) ", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    listed -= {("Package", "Version"), ("---", "---")}
    assert listed == {(pin.name, pin.version) for pin in pins()}, "run: python -m scripts.write_dependencies"


def test_every_package_is_pinned_to_one_version() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if line and not line.lstrip().startswith(("#", "--hash"))]
        assert wanted
        assert [line for line in wanted if not re.match(r"[A-Za-z0-9._-]+==[0-9]", line)] == []


def test_each_direct_dependency_says_what_it_is_for_and_each_other_who_needs_it() -> None:
    known = purposes()
    for pin in pins():
        assert pin.name in known or [by for by in pin.by if not by.startswith("-")], pin
