# `make run` and `make test` are enough to begin with; `make help` lists all commands.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8000
HOST ?= 127.0.0.1

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
BASE := $(VENV)/.base
DEV := $(VENV)/.dev
MANAGE := $(PY) manage.py
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command 'make lock'
BABEL = $(PY) -m babel.messages.frontend --quiet
KEYWORDS = -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2
# EXTRAS=nlp also installs requirements/nlp.txt; a later make without EXTRAS does not remove it.
EXTRAS ?=
NLP := $(VENV)/.nlp
EXTRA := $(if $(filter nlp,$(EXTRAS)),$(NLP))
WITH_NLP = $(if $(EXTRA)$(wildcard $(NLP)),requirements/nlp.txt)
SYNC = $(UV) pip sync --quiet --require-hashes --python $(PY) requirements/uv.txt $(WITH_NLP)

.DEFAULT_GOAL := help
.PHONY: help run dev data empty test test-fast check fix bench bench-browser bench-editor bench-load bench-proposals prove-deployment audit links messages lock upgrade clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t17

run: $(BASE) $(EXTRA)  ## serve the site at http://127.0.0.1:8000 (change with PORT=… HOST=…; EXTRAS=nlp adds the parser); does not touch your data
	@$(MANAGE) prepare
	@echo 'The timeline is at http://$(HOST):$(PORT) (Ctrl+C stops it)'
	@$(VENV)/bin/gunicorn config.wsgi --bind $(HOST):$(PORT) --workers 2 --threads 4 --log-level warning

dev: $(DEV) $(EXTRA)  ## serve the site with debug pages and reloading
	@DEBUG=1 $(MANAGE) prepare
	@DEBUG=1 $(MANAGE) runserver $(HOST):$(PORT)

data: $(BASE)  ## update the data from fixtures/; editors’ changes are not touched, but listed (DRY_RUN=1 only shows)
	@$(MANAGE) load_data $(if $(DRY_RUN),--dry-run)

empty: $(BASE)  ## delete all records but no accounts, after a confirmation and a backup
	@$(MANAGE) empty_data $(if $(YES),--yes)

test: $(DEV) $(EXTRA)  ## run all tests; those in a browser only if Chromium is found (CHROMIUM=… sets its path)
	@$(PY) -m pytest $(ARGS)

test-fast: $(DEV) $(EXTRA)  ## run about two thirds of the tests on all cores, in a minute or two: no browser, none marked slow
	@$(PY) -m pytest -n auto -m 'not browser and not slow' $(ARGS)

check: $(DEV) $(EXTRA)  ## check style, types, imports, templates, migrations and deployment settings
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/djlint templates --lint --quiet --exclude templates/public
	@$(VENV)/bin/djlint templates/public --lint --quiet --profile jinja
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(MANAGE) makemigrations --check --dry-run
	@HTTPS=1 SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') $(MANAGE) check --deploy --fail-level WARNING

fix: $(DEV)  ## format the code and apply automatic fixes
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format --quiet . ; true

bench: $(DEV)  ## compare the pages with Datasette's on the same records: SIZE=S|M|L ENGINE=sqlite|postgres WRITE=1 (into docs/)
	@$(PY) -m bench --size $(or $(SIZE),S) --engine $(or $(ENGINE),sqlite) $(if $(WRITE),--write)

bench-browser: $(DEV)  ## compare the list with TimelineJS and vis-timeline on a slow phone (needs Chromium and npm): WRITE=1 ROUNDS=3
	@$(PY) -m bench.browser $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(WRITE),--write)

bench-load: $(DEV)  ## measure two hundred readers while an editor saves every second (needs wrk)
	@$(PY) -m bench.load $(if $(WRITE),--write)

bench-proposals: $(DEV) $(EXTRA)  ## measure how well statements and dates are found (needs the corpora in ../shared/quotes)
	@$(PY) -m bench.proposals
	@$(PY) -m bench.dates

bench-editor: $(DEV)  ## time a scripted editor, from an article's file to a published event (needs Chromium)
	@$(PY) -m bench.editor

prove-deployment: $(DEV)  ## failover test: two app servers, primary, replica, Redis and nginx; each is stopped in turn (needs postgresql, nginx-light)
	@$(PY) -m deploy.failover_drill

audit: $(UV)  ## look for security advisories about the pinned dependencies (SERVICE=osv uses another index)
	@$(UV) run --quiet --isolated --no-project --python $(PY) --with-requirements requirements/audit.txt ci/audit.py

links: $(DEV)  ## record the responses of shared addresses, to review the difference
	@$(PY) -m tests.upgrade.links --write

messages: $(DEV)  ## collect the texts to translate in locale/django.pot, and update the catalogues
	@mkdir -p locale
	@$(BABEL) extract $(KEYWORDS) --mapping pyproject.toml --output locale/django.pot articles config templates timeline
	@! ls locale/*/LC_MESSAGES/django.po >/dev/null 2>&1 || \
	  $(BABEL) update --ignore-obsolete --domain django --input-file locale/django.pot --output-dir locale

$(PY):
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed (Debian: apt-get install python3-venv)'; exit 1; }
	@echo 'creating the environment in $(VENV) …'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'venv failed (Debian/Ubuntu: apt-get install python3-venv)'; exit 1; }

$(UV): $(PY) requirements/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# Developers' tools are not removed again: dev.txt contains all of base.txt at the same versions.
$(BASE): $(UV) requirements/base.txt
	@if [ -e $(DEV) ]; then $(SYNC) requirements/dev.txt && touch $(DEV); else $(SYNC) requirements/base.txt; fi
	@touch $@

$(DEV): $(UV) requirements/dev.txt
	@$(SYNC) requirements/dev.txt
	@touch $@ $(BASE)

$(NLP): requirements/nlp.txt | $(BASE)
	@if [ -e $(DEV) ]; then $(SYNC) requirements/dev.txt; else $(SYNC) requirements/base.txt; fi
	@touch $@ $(BASE); if [ -e $(DEV) ]; then touch $(DEV); fi

lock: $(UV)  ## pin the versions: write requirements/*.txt and bench/datasette.txt from their *.in
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/dev.in -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) requirements/audit.in -o requirements/audit.txt
	$(COMPILE) requirements/nlp.in -c requirements/dev.txt -o requirements/nlp.txt
	$(COMPILE) bench/datasette.in -o bench/datasette.txt
upgrade: COMPILE += --upgrade
upgrade: lock  ## pin the newest versions

clean:  ## remove the environment, but not your data in var/
	rm -rf $(VENV)
