# make demo    the main job on the bundled examples
# make test    the tests
# make campaign  the long runs: many generated inputs, kills, whole installations
# make check   the tests, the linters and the type checker
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test campaign check lint bench clean

demo: $(VENV)/installed-demo
	$(BIN)/kg demo

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto

campaign: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto -m campaign

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: test lint

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/run.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed-demo: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,notebook]"
	touch $@ $(VENV)/installed-demo

clean:
	rm -rf $(VENV) dist kg-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
