# make demo    the main job on the bundled examples
# make test    the tests
# make campaign  the long runs: many generated inputs, kills, whole installations
# make check   the tests, the linters and the type checker
# make test-oldest   the tests with the oldest versions that pyproject.toml allows
# make bench   the measurements
# make bill    what an installation brings in (CycloneDX), into dist/
# make requirements  the hashes of all that is installed, after an edit of constraints.txt
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# What Python has compiled is kept: without it each process of the tests compiles all of them anew.
export PYTHONDONTWRITEBYTECODE :=

BILL ?= dist/turkic-ngo-kg.cdx.json
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation

.PHONY: demo test test-oldest campaign check lint bench bill requirements clean

demo: $(VENV)/installed-demo
	$(BIN)/kg demo

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto --dist loadfile

# An environment of its own, made anew where a bound changes.
test-oldest: $(VENV)-oldest/installed
	$(VENV)-oldest/bin/python -m pytest -q -n auto --dist loadfile

$(VENV)-oldest/installed: pyproject.toml tests/oldest.py
	rm -rf $(VENV)-oldest
	$(PYTHON) -m venv $(VENV)-oldest
	$(PYTHON) tests/oldest.py > $(VENV)-oldest/oldest.txt
	$(VENV)-oldest/bin/python -m pip install --quiet --disable-pip-version-check -c $(VENV)-oldest/oldest.txt -e ".[dev,notebook]"
	touch $@

campaign: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m campaign
	KG_TEST_AMOUNT=10 $(BIN)/python -m pytest -q -n auto tests/properties

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: test lint

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/run.py

# What an installation brings in, for who must know (CycloneDX); cyclonedx-py comes with requirements/ci.txt.
bill:
	mkdir -p $(dir $(BILL))
	$(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible -o $(BILL)

# After an edit of pyproject.toml or constraints.txt: all files of each version, for every system and Python.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url -c constraints.txt
requirements: | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/lock.txt
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra dev --extra notebook -o requirements/dev.txt
	for group in build ci lock; do $(COMPILE) --group pyproject.toml:$$group -o requirements/$$group.txt || exit 1; done

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# What is installed was looked at before: each file by its hash. The build backend first, so that nothing else is fetched.
$(VENV)/installed-demo: pyproject.toml requirements/build.txt requirements/run.txt | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/build.txt
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps -e .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed-demo requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-oldest dist kg-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
