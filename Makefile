# Each chore is one word. Everything they need, they install: Python packages into .venv (locked), programs with apt where missing.

SHELL := /bin/bash
PY := .venv/bin/python
SPEED ?= seconds
AT_ONCE := --dist loadfile -n# two cores; what waits for other programs leaves room for a third

.PHONY: help setup dev demo serve test check soak bench screens vendor lock clean

help:            ## say what there is
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.runtime       ## install what running needs, into .venv

dev: .venv/.dev             ## install what tests and checks need too

demo: setup                 ## run the server and rehearse the example evening on it (SPEED=real: in real minutes)
	@mkdir -p var && rm -rf var/demo.db* var/media
	@.venv/bin/orchestrator demo --speed $(SPEED)

serve: setup                ## run the server on http://127.0.0.1:8000
	@mkdir -p var
	@.venv/bin/orchestrator serve --store sqlite:///$(CURDIR)/var/orchestrator.db

test: dev browser redis tests/node/node_modules/.package-lock.json  ## every test but the long proofs
	@mkdir -p var; node --test tests/web/*.test.mjs >var/node.log 2>&1 & web=$$!; \
	$(PY) -m pytest tests -m "not soak" --ignore tests/journeys $(AT_ONCE) 3; rest=$$?; \
	$(PY) -m pytest tests/journeys -m "not soak" $(AT_ONCE) 2; journeys=$$?; \
	wait $$web; web=$$?; grep -E "^not ok|^# (tests|pass|fail)" var/node.log; exit $$((rest + journeys + web))

check: dev                  ## lint, types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

soak: dev browser redis nginx tests/node/node_modules/.package-lock.json  ## the long proofs
	@$(PY) -m pytest tests -m soak
	@HYPOTHESIS_PROFILE=soak $(PY) -m pytest -m "not soak" -n 2 --dist worksteal tests/session tests/qa_queue tests/test_text.py tests/eventlog/test_contract.py tests/archive/test_format.py

bench: dev node browser redis     ## compare the server with a plain Node peer, and workers on Redis with one on SQLite (some 15 minutes)
	@command -v gcc >/dev/null || tools/apt.sh gcc libc6-dev
	@$(PY) bench/core.py
	@$(PY) bench/ranking.py
	@$(PY) bench/watch.py
	@$(PY) bench/run.py
	@$(PY) bench/sessions.py
	@$(PY) bench/workers.py

screens: dev browser        ## take the pictures of the README and docs anew
	@$(PY) tools/screens.py

vendor:                     ## fetch the browser's libraries and fonts anew, as pinned
	@tools/vendor.sh

lock: dev                   ## choose the newest allowed versions and write the locks
	@.venv/bin/uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-header -U -q -o requirements.lock
	@.venv/bin/uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-header -U -q -o requirements-dev.lock

clean:                      ## remove what the chores made
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis

# -- what the chores stand on ---------------------------------------------------------------------------------------------

.venv/bin/python:
	@tools/venv.sh

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: browser nginx node redis
browser:
	@command -v chromium >/dev/null || tools/apt.sh chromium

redis:
	@command -v redis-server >/dev/null && command -v redis-cli >/dev/null || tools/apt.sh redis-server
	@command -v ip >/dev/null || tools/apt.sh iproute2

nginx:
	@test -x /usr/sbin/nginx || tools/apt.sh nginx-light || echo "nginx is not there: the test of several machines behind it is skipped"

node:
	@command -v node >/dev/null && command -v npm >/dev/null || tools/apt.sh nodejs npm

tests/node/node_modules/.package-lock.json: tests/node/package-lock.json | node
	@npm ci --prefix tests/node --no-audit --no-fund --loglevel=error
