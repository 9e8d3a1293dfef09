# Everything a newcomer needs: Python 3.11 and make. `make demo` and `make test` set themselves up.
VENV := .venv
PYTHON ?= python3.11
BIN := $(VENV)/bin
UV := uv==0.13.9
AUDIT := pip-audit==2.10.1
BILL := cyclonedx-bom==7.5.0

.PHONY: venv dev demo app test check bench crash lock oldest newest audit sbom licences golden fuzz clean help

help:                ## list the targets
	@grep -E '^[a-z ]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

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

crash: dev          ## kill -9 at a hundred random moments of each command
	KILLS=100 $(BIN)/python -m pytest -q tests/workflow/test_whole.py tests/workflow/test_crashes.py -k "kill or champion or note or settings or forgotten"

bench: $(VENV)/.peers  ## the benchmarks beside their peers, written to training/benchmarks/results/
	$(BIN)/python -m training.benchmarks

lock: dev            ## renew the lock files from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements.lock --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra peers -c requirements.lock -c requirements-dev.lock --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements-peers.lock

oldest: RESOLUTION := lowest-direct
newest: RESOLUTION := highest
oldest newest: dev   ## the tests with the oldest or newest libraries that pyproject.toml allows; PYTHON=python3.13 for another Python
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) .venv-$@
	$(BIN)/uv pip compile pyproject.toml --quiet --python .venv-$@/bin/python --resolution $(RESOLUTION) --no-header -o .venv-$@/product.txt
	$(BIN)/uv pip compile pyproject.toml --quiet --python .venv-$@/bin/python --extra dev -c .venv-$@/product.txt -o .venv-$@/all.txt
	$(BIN)/uv pip install --quiet --python .venv-$@/bin/python -r .venv-$@/all.txt
	$(BIN)/uv pip install --quiet --python .venv-$@/bin/python --no-deps -e .
	.venv-$@/bin/python -m pytest -q -n 2 --dist loadgroup -W default $(TESTS)  # what old libraries warn of is theirs

audit: dev           ## whether a fault is known of a locked version; what nobody can tell of is no pass
	for lock in requirements*.lock; do $(BIN)/uvx $(AUDIT) --strict --require-hashes --disable-pip -r $$lock || exit 1; done

sbom: dev            ## the bill of materials of what is installed, dist/sbom.json
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) .venv-sbom
	$(BIN)/uv pip install --quiet --python .venv-sbom/bin/python --require-hashes -r requirements.lock
	mkdir -p dist
	$(BIN)/uvx --from $(BILL) cyclonedx-py environment .venv-sbom/bin/python --pyproject pyproject.toml --output-reproducible -o dist/sbom.json
	rm -r .venv-sbom

licences: dev        ## renew docs/licences.md from what the locked packages say of themselves
	$(BIN)/python tests/licences.py

fuzz: dev            ## files, settings, rules, models and requests at random for a long time; EXAMPLES=500 is some ten minutes
	EXAMPLES=$(or $(EXAMPLES),500) $(BIN)/python -m pytest -q tests/test_fuzz.py tests/web/test_schema.py

golden: dev          ## keep a project, run and model of this release for the tests of later ones; before a release
	$(BIN)/python tests/golden/make.py

clean:               ## remove .venv, caches and the demo
	rm -rf $(VENV) .venv-oldest .venv-newest .venv-sbom dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
