"""There is one way down: pages -> ui -> exports -> campaigns, commands -> exports. Nothing imports upward."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OURS = {"benchmarks", "campaigns", "commands", "dashboard", "exports", "pages", "scripts", "tests", "ui"}
MAY_IMPORT = {
    "campaigns": {"campaigns"},
    "exports": {"campaigns", "exports"},
    "commands": {"campaigns", "commands", "exports"},
    "ui": {"campaigns", "exports", "ui"},
    "pages": {"campaigns", "exports", "ui"},
}
PAGE_LIBRARIES = {"streamlit", "folium", "streamlit_folium"}
NETWORK = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "urllib.request",
    "urllib3",
}
FORBIDDEN_LIBRARIES = {
    "campaigns": PAGE_LIBRARIES | NETWORK,
    "exports": {"streamlit", "streamlit_folium"},
}
# (file, module) pairs that may break a rule, each with its reason beside it.
EXCEPTIONS = {
    # `python -m campaigns` is the door to the commands, as dashboard.py is to the pages.
    ("campaigns/__main__.py", "commands.line"),
    ("campaigns/__main__.py", "commands.line.main"),
}


def packages() -> list[str]:
    """The packages under the rule. Exports came last, and are held to it once they are there."""
    return [name for name in MAY_IMPORT if name != "exports" or (ROOT / name).is_dir()]


@pytest.mark.parametrize("package", packages())
def test_has_code_to_look_at(package: str) -> None:
    assert any(parsed(file).body for file in source_files(package)), f"{package}/ holds no Python code"


@pytest.mark.parametrize("package", packages())
def test_imports_only_downwards(package: str) -> None:
    upward = OURS - MAY_IMPORT[package]
    assert offences(package, upward) == []


@pytest.mark.parametrize("package", sorted(FORBIDDEN_LIBRARIES))
def test_stays_clear_of_libraries(package: str) -> None:
    assert offences(package, FORBIDDEN_LIBRARIES[package]) == []


def test_domain_loads_without_page_libraries() -> None:
    program = (
        "import campaigns, importlib, pkgutil, sys\n"
        "for module in pkgutil.walk_packages(campaigns.__path__, 'campaigns.'):\n"
        "    if not module.name.endswith('.__main__'):\n"
        "        importlib.import_module(module.name)\n"
        f"print(*sorted({PAGE_LIBRARIES!r} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("import a.b as c", {"a.b"}),
        ("from a import b", {"a", "a.b"}),
        ("def f():\n    from urllib import request", {"urllib", "urllib.request"}),
        ("from . import b", {"campaigns", "campaigns.b"}),
        ("from .b import c", {"campaigns.b", "campaigns.b.c"}),
        ("import importlib\nimportlib.import_module('ui.theme')", {"importlib", "ui.theme"}),
        ("__import__('ui')", {"ui"}),
    ],
)
def test_every_way_to_import_is_seen(source: str, imported: set[str]) -> None:
    assert {module for module, _ in imports(ast.parse(source), "campaigns")} == imported


def offences(package: str, forbidden: set[str]) -> list[str]:
    """`file:line imports module` for each import of a forbidden module or a part of it."""
    return [
        f"{name}:{line} imports {module}"
        for file in source_files(package)
        for name in [file.relative_to(ROOT).as_posix()]
        for module, line in imports(parsed(file), ".".join(Path(name).parent.parts))
        if is_any_of(module, forbidden) and (name, module) not in EXCEPTIONS
    ]


def is_any_of(module: str, roots: set[str]) -> bool:
    """Is it one of these modules, or a part of one?"""
    return any(module == root or module.startswith(f"{root}.") for root in roots)


def source_files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imports(tree: ast.Module, package: str) -> Iterator[tuple[str, int]]:
    """Every module that the code names in an import, at the top or inside a function, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
            yield from ((module, node.lineno) for module in named(node, package))


def named(node: ast.AST, package: str) -> Iterator[str]:
    """The modules of one import; `from a import b` may mean `a` or `a.b`, so it names both."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            source = ".".join([*parents(package, level), *([module] if module else [])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in names)
        case ast.Call(
            func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(module)), *_],
        ):
            yield module


def parents(package: str, level: int) -> list[str]:
    """The package that `level` leading dots stand for."""
    parts = package.split(".")
    return parts[: len(parts) - level + 1] if level else []
