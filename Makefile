# City Campaigns: one command each, from a bare Python 3.11 or newer on Debian or macOS.
# Works with GNU Make 3.81. Everything made lies in .venv, and is made again only when a lock file changes.

PYTHON ?= python3
PORT ?= 8501
WORKERS ?= 2
RUNS ?= 100000

PY := .venv/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check
SOURCES := $(wildcard campaigns commands exports ui pages scripts tests benchmarks fuzz dashboard.py)

export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-quick lint format check audit bench fuzz words lock clean venv runtime dev browser office bench-tools fuzz-tools

help:
	@echo "make run          start the dashboard on http://localhost:$(PORT)   (PORT=8600 for another port)"
	@echo "                  CAMPAIGNS_DATA=FOLDER make run shows other data"
	@echo "make check        check the data files"
	@echo "make test         all tests, those in a browser and in LibreOffice too"
	@echo "make test-quick   all tests but those in a browser"
	@echo "make bench        all benchmarks, written to benchmarks/RESULTS.md   (QUICK=1 for a short look)"
	@echo "make fuzz         $(RUNS) bad files, addresses and drafts   (RUNS=1000000 for more; fuzz/ keeps what breaks a law)"
	@echo "make lint         linter, formatter and type checker, changing nothing"
	@echo "make format       put the code into its standard form"
	@echo "make audit        look the pinned packages up among known weaknesses (asks the network)"
	@echo "make words        collect the interface's texts into the catalogues, for translation"
	@echo "make lock         compile the .in files into pinned requirements"
	@echo "make clean        remove everything that was made, .venv included"

run: runtime
	@echo "City Campaigns: http://localhost:$(PORT)   (Ctrl+C stops it)"
	@exec $(PY) -m streamlit run dashboard.py --server.port $(PORT) --server.headless true

test: dev browser office
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup

test-quick: dev office
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup -m "not browser"

lint: dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy $(SOURCES)

format: dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check: runtime
	@$(PY) -m campaigns check

bench: dev browser bench-tools
	@$(PY) -m benchmarks $(if $(QUICK),--quick)

fuzz: dev fuzz-tools
	@$(PY) -m fuzz $(RUNS)

# In an environment of its own: what looks through the packages is none of them. Without an answer it fails.
audit: venv
	@test -x .venv/audit/bin/pip-audit || { $(PY) -m venv .venv/audit && .venv/audit/bin/python -m pip \
	    --quiet --disable-pip-version-check install 'pip-audit>=2.9,<3'; }
	@for name in requirements requirements-dev requirements-bench requirements-fuzz; do \
	    .venv/audit/bin/pip-audit --strict --disable-pip --no-deps --requirement $$name.txt || exit 1; \
	done

words: dev
	@$(PY) -m scripts.collect_words

lock: venv
	@$(PIP) install uv
	@for name in requirements requirements-dev requirements-bench requirements-fuzz; do \
	    $(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	        --custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; \
	done

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results fuzz/corpus
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A .venv whose Python is gone, or has become another version, is made anew. One that was only moved still works,
# because everything is run as `python -m …`. With an old `python3`, a newer one under its own name is looked for.
venv:
	@$(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exit 0; \
	for python in "$(PYTHON)" python3.14 python3.13 python3.12 python3.11; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$python" -c 'import venv, ensurepip' 2>/dev/null || { \
	        echo "$$python cannot make a virtual environment. On Debian: apt install python3-venv" >&2; exit 1; }; \
	    echo "Setting up .venv with $$("$$python" --version) ..."; \
	    rm -rf .venv; \
	    "$$python" -m venv .venv; exit; \
	done; \
	echo "City Campaigns needs Python 3.11 or newer, and $(PYTHON) is $$("$(PYTHON)" --version 2>/dev/null || echo missing)." >&2; \
	echo "Name another one: make PYTHON=/path/to/python3.12" >&2; \
	exit 1

# The copy of a lock file in .venv says what is installed there.
runtime: venv
	@cmp -s requirements.txt .venv/requirements.txt || { \
	    echo "Installing what the dashboard needs ..."; \
	    $(PIP) install -r requirements.txt && cp requirements.txt .venv/; }

dev: runtime
	@cmp -s requirements-dev.txt .venv/requirements-dev.txt || { \
	    echo "Installing what the tests need ..."; \
	    $(PIP) install -r requirements-dev.txt && rm -f .venv/browser-path && cp requirements-dev.txt .venv/; }

browser: dev
	@$(PY) -m scripts.find_browser

office: dev
	@$(PY) -m scripts.find_office

fuzz-tools: dev
	@cmp -s requirements-fuzz.txt .venv/requirements-fuzz.txt || { \
	    echo "Installing what fuzzing needs ..."; \
	    $(PIP) install -r requirements-fuzz.txt && cp requirements-fuzz.txt .venv/; }

bench-tools: dev
	@cmp -s requirements-bench.txt .venv/requirements-bench.txt || { \
	    echo "Installing what the benchmarks need ..."; \
	    $(PIP) install -r requirements-bench.txt && cp requirements-bench.txt .venv/; }
	@$(PY) -m scripts.find_servers
