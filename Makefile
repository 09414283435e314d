# make demo    the main job on the bundled examples
# make test    the tests
# make check   the tests, the linters and the type checker
# make test-oldest   the tests with the oldest versions that pyproject.toml allows
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test test-oldest check lint bench clean

demo: $(VENV)/installed-demo
	$(BIN)/kg demo

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto

# An environment of its own, made anew where a bound changes.
test-oldest: $(VENV)-oldest/installed
	$(VENV)-oldest/bin/python -m pytest -q -n auto

$(VENV)-oldest/installed: pyproject.toml tests/oldest.py
	rm -rf $(VENV)-oldest
	$(PYTHON) -m venv $(VENV)-oldest
	$(PYTHON) tests/oldest.py > $(VENV)-oldest/oldest.txt
	$(VENV)-oldest/bin/python -m pip install --quiet --disable-pip-version-check -c $(VENV)-oldest/oldest.txt -e ".[dev,notebook]"
	touch $@

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
	rm -rf $(VENV) $(VENV)-oldest dist kg-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
