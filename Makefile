# Every target of the project; `make help` lists them.
PY := .venv/bin/python
MINGBAI := .venv/bin/mingbai
SETUP := .venv/.setup-done
PROCESSES ?= 2

.PHONY: help setup demo serve worker test prove check fix types storeys messages migrations lock bench

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

setup: $(SETUP) ## make .venv with everything pinned by hash

$(SETUP): requirements/base.txt requirements/dev.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh

.venv/.demo-done: requirements/base.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh demo

demo: .venv/.demo-done ## bring up the invented district 青禾区 on SQLite
	$(MINGBAI) demo

serve: $(SETUP) ## serve pages from MINGBAI_DATA
	$(MINGBAI) serve

worker: $(SETUP) ## run the worker beside it
	$(MINGBAI) worker

test: ## everything CI does: system parts, check, pytest on both databases
	@sh tools/system.sh
	@$(MAKE) --no-print-directory $(SETUP)
	@$(MAKE) --no-print-directory check
	MINGBAI_TEST_DATABASE=sqlite $(PY) -m pytest -n $(PROCESSES) --dist loadfile -q
	MINGBAI_TEST_DATABASE=postgresql $(PY) -m pytest -n $(PROCESSES) --dist loadfile -q --ignore=tests/lib --ignore=tests/ui --ignore=tests/demo

prove: $(SETUP) ## long proofs: the kill matrix at full size, the life of letters
	$(PY) -m prove.kill_matrix
	$(PY) -m prove.life

check: $(SETUP) ## linters, types, storeys, messages, migrations
	.venv/bin/ruff check .
	.venv/bin/ruff format --check -q .
	.venv/bin/codespell -q 3 mingbai mingbai_demo tests docs README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md
	@$(MAKE) --no-print-directory types storeys
	$(PY) tools/messages.py --check
	$(MINGBAI) makemigrations --check --dry-run

fix: $(SETUP) ## format and mend what linters can mend
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

types: $(SETUP) ## mypy, strict
	.venv/bin/mypy

storeys: $(SETUP) ## imports go down only
	$(PY) tools/storeys.py

messages: $(SETUP) ## gather message ids, compile the Chinese
	$(PY) tools/messages.py

migrations: $(SETUP) ## write migrations for changed models
	$(MINGBAI) makemigrations

lock: $(SETUP) ## write requirements/*.txt anew from pyproject.toml
	uv pip compile --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml -o requirements/base.txt
	uv pip compile --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header -q --group dev -c requirements/base.txt -o requirements/dev.txt
	uv pip compile --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header -q --group bench -c requirements/base.txt -o requirements/bench.txt

bench: $(SETUP) ## measure against limits and peers in the same run
	$(PY) -m bench
