# make demo: set up and answer real cases of the real policy.   make test: set up and run every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test setup clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist worksteal -m "not heavy" --cov --cov-report=term:skip-covered
	$(BIN)/pytest -n auto --dist worksteal -m heavy $$(grep -rl 'mark\.heavy' tests)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .coverage

# The main job on the real policy: three answers, then one explanation of each outcome.
demo: setup
	@sh docs/demo.sh $(BIN)/tiaoli
