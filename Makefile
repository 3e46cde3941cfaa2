# Two commands for a newcomer: make run, make test. The rest is for those who work here.
PYTHON ?= python3
PORT ?= 8000
# Test processes; one core each.
PROCESSUS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
BIN := .venv/bin
PYTEST := $(BIN)/pytest -n $(PROCESSUS)
CHECKS := ruff format djlint rooms types migrations docs locks
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-sqlite test-postgres check $(CHECKS:%=check-%) format docs bench lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: ## the environment alone
	@$(PYTHON) outils/environnement.py run

install-dev:
	@$(PYTHON) outils/environnement.py dev

run: install ## demonstration territories and the server, on http://localhost:8000 (PORT=…)
	@$(BIN)/deplie demo
	@exec $(BIN)/deplie serve --port $(PORT)

test: test-sqlite test-postgres ## the whole suite, on SQLite then on PostgreSQL

test-sqlite: install-dev
	@echo '— SQLite'
	@env -u DATABASE_URL $(PYTEST)

# Pages are walked in a browser once, on SQLite: what a browser sees does not depend on the database.
test-postgres: install-dev
	@echo '— PostgreSQL'
	@$(BIN)/python -m outils.postgres $(PYTEST) -m 'not navigateur'

check: install-dev ## everything a machine can check without running the product
	@$(MAKE) --keep-going --no-print-directory $(CHECKS:%=check-%) && echo 'make check : rien à redire'

check-ruff:
	@$(BIN)/ruff check --quiet --output-format concise
check-format:
	@$(BIN)/ruff format --check --output-format concise || { echo 'à mettre en forme : make format'; exit 1; }
check-djlint:
	@$(BIN)/djlint --quiet --lint deplie
check-rooms:
	@$(BIN)/lint-imports --no-cache --no-logo
check-types:
	@DEPLIE_DONNEES=build/types $(BIN)/mypy --no-error-summary
check-migrations:
	@$(BIN)/python -m outils.depot makemigrations
check-docs:
	@$(BIN)/python -m outils.documentation --verifier
check-locks:
	@$(BIN)/python -m outils.depot verrous

format: install-dev ## put the code in the house's form
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format --quiet
	@$(BIN)/djlint --quiet --reformat deplie

docs: install-dev ## rewrite the generated pages of docs/
	@$(BIN)/python -m outils.documentation

bench: ## measure, and write docs/performance.md
	@$(PYTHON) outils/environnement.py bench
	@$(BIN)/python -m benchmarks

lock: install-dev ## pin every package by hash, without naming where it comes from
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --group dev --output-file requirements/dev.txt
	$(LOCK) --group dev --group bench --output-file requirements/bench.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group installeur --output-file requirements/uv.txt
	$(BIN)/python -m outils.depot verrous

clean: ## remove what can be made again (never the records)
	@rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
