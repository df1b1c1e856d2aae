# The commands of this project. `make` without a target lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV := .uv/bin/uv
BIN := .venv/bin
MINUTES ?= 5
TARGETS ?= $(filter-out __init__,$(basename $(notdir $(wildcard tests/fuzz/targets/*.py))))
LOCK := uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --quiet

.PHONY: help refresh test test-slow coverage test-spark fuzz check docs wheel format dev bench lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(UV): requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/.run: $(UV) requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.docs: .venv/.dev requirements/docs.txt
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/docs.txt
	@touch $@

refresh: .venv/.run ## load, build, validate and publish a release
	@$(BIN)/smartcity refresh

test: .venv/.dev ## run the tests
	@$(BIN)/python -m pytest -n 2 --dist loadscope -m "not slow" $(ARGS)

test-slow: .venv/.dev ## run further cases, each a whole refresh or as long, which need half an hour
	@$(BIN)/python -m pytest -n 2 --dist loadscope -m slow $(ARGS)

coverage: .venv/.dev ## run all tests in twice the time and print the coverage of the code that they run in process
	@$(BIN)/python -m pytest -n 2 --dist loadscope --cov --cov-report= $(ARGS)
	@echo "coverage: $$($(BIN)/coverage report --format=total) % of all statements"

check: .venv/.dev docs ## lint, format and type-check everything; build the documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --quiet dbt_project/models dbt_project/tests
	@$(BIN)/mypy

docs: .venv/.docs ## build the documentation site into site/; a broken link or name is an error
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

wheel: .venv/.run ## build sdist and wheel into dist/
	@$(BIN)/python -m hatchling build -t sdist -t wheel

format: .venv/.dev ## format the code and fix what the linter can fix
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

dev: .venv/.run ## open the assets in Dagster's UI, on this machine only
	@$(BIN)/python -m orchestration.dev

.venv-spark/.ready: $(UV) requirements/spark.txt requirements/dev.txt
	@test -x .venv-spark/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv-spark
	@$(UV) pip install --quiet --compile-bytecode --python .venv-spark/bin/python --require-hashes -r requirements/dev.txt
	@$(UV) pip install --quiet --compile-bytecode --python .venv-spark/bin/python --require-hashes -r requirements/spark.txt
	@$(UV) pip install --quiet --python .venv-spark/bin/python --no-deps --no-build-isolation -e .
	@touch $@

test-spark: .venv-spark/.ready ## run the tests of the engine Spark (needs Java 17 or 21)
	@.venv-spark/bin/python -m pytest tests/integration/spark $(ARGS)

.venv-fuzz/.ready: $(UV) requirements/fuzz.txt
	@test -x .venv-fuzz/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv-fuzz
	@$(UV) pip install --quiet --compile-bytecode --python .venv-fuzz/bin/python --require-hashes -r requirements/fuzz.txt
	@$(UV) pip install --quiet --python .venv-fuzz/bin/python --no-deps --no-build-isolation -e .
	@touch $@

fuzz: .venv-fuzz/.ready ## fuzz every parser, MINUTES=5 each; TARGETS="..." for some
	@status=0; for target in $(TARGETS); do \
		.venv-fuzz/bin/python -m tests.fuzz.run $$target --minutes $(MINUTES) || status=1; \
	done; exit $$status

bench: .venv/.run .venv-spark/.ready ## measure side by side; writes benchmarks/results/
	@.venv-spark/bin/python -m benchmarks.compare --rows 1000000 10000000 100000000 --rounds 5 3 1 \
		--spark-python .venv-spark/bin/python $(ARGS)
	@$(BIN)/python -m benchmarks.startup --rounds 5

lock: $(UV) ## compute the locks with hashes from pyproject.toml
	@cd requirements && ../.uv/bin/$(LOCK) bootstrap.in -o bootstrap.txt
	@.uv/bin/$(LOCK) pyproject.toml --group build -o requirements/run.txt
	@.uv/bin/$(LOCK) pyproject.toml --group build --group dev -c requirements/run.txt -o requirements/dev.txt
	@.uv/bin/$(LOCK) pyproject.toml --group build --extra mcp -c requirements/dev.txt -o requirements/mcp.txt
	@.uv/bin/$(LOCK) pyproject.toml --group build --group docs -c requirements/dev.txt -o requirements/docs.txt
	@.uv/bin/$(LOCK) pyproject.toml --group build --extra spark -c requirements/run.txt -o requirements/spark.txt
	@.uv/bin/$(LOCK) pyproject.toml --group build --group fuzz -c requirements/run.txt -o requirements/fuzz.txt

clean: ## remove environments, caches and builds (not the lake)
	@rm -rf .venv .venv-spark .venv-fuzz .uv .mypy_cache .ruff_cache .pytest_cache dbt_project/target build dist site *.egg-info
