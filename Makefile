# Everything a newcomer needs: Python 3.11 and make. `make demo` and `make test` set themselves up.
VENV := .venv
PYTHON ?= python3.11
BIN := $(VENV)/bin
UV := uv==0.13.9

.PHONY: venv dev demo app test check bench lock clean help

help:                ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

venv: $(VENV)/.run   ## create .venv with what the product needs
dev: $(VENV)/.dev    ## the same, with what tests and checks need

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)

$(VENV)/.run: $(BIN)/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.peers: $(VENV)/.dev requirements-peers.lock
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-peers.lock
	@touch $@

demo: venv           ## make the sample company and run the main job on it
	$(BIN)/lookalike demo

app: venv            ## the app on the sample company, in the browser
	test -e demo/out/run.json || $(BIN)/lookalike demo
	$(BIN)/lookalike serve demo --open

test: dev            ## run the tests
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup

check: dev           ## style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py

bench: $(VENV)/.peers  ## the benchmarks beside their peers, written to training/benchmarks/results/
	$(BIN)/python -m training.benchmarks

lock: dev            ## renew the lock files from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements.lock --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra peers -c requirements.lock -c requirements-dev.lock --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements-peers.lock

clean:               ## remove .venv, caches and the demo
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
