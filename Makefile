# Every verb sets up an editable environment first, or finds it up to date; nothing needs to be activated.
#   make test PYTHON=python3.13 VENV=.venv-3.13 ARGS="-k journal"

VENV ?= .venv
ARGS ?=
OLDEST := 3.11

# The first Python that runs and is new enough.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$python; break; fi; done)
endif

# A key for what the environment is made of (interpreter, lock, place), then the interpreter itself: PYTHON may be a
# link inside the environment that is about to be replaced.
FACTS := $(if $(PYTHON),$(shell "$(PYTHON)" -c 'import hashlib, os, platform, sys; \
	made_of = open("requirements.lock", "rb").read() + os.getcwd().encode(); \
	print(platform.python_version() + "-" + hashlib.sha256(made_of).hexdigest()[:12], sys._base_executable)' 2>/dev/null))
KEY := $(or $(firstword $(FACTS)),none)
INTERPRETER := $(wordlist 2,$(words $(FACTS)),$(FACTS))

LOCKED := $(VENV)/.locked-$(KEY)
READY := $(VENV)/.ready
IN := $(VENV)/bin
PIP := "$(IN)/python" -m pip -qq --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: demo test lint fix golden bench docs clean help rebuild
.DELETE_ON_ERROR:

demo: $(READY) ## show the flagship agreement on the real record of 1939-1945
	@"$(IN)/foedus" demo $(ARGS)

test: $(READY) ## run all tests
	@"$(IN)/python" -m pytest -n auto --dist loadfile $(ARGS)

lint: $(READY) ## check style, format and types; changes nothing
	@"$(IN)/ruff" check .
	@"$(IN)/ruff" format --check .
	@"$(IN)/mypy" $(wildcard src tests bench docs/*.py)

fix: $(READY) ## mend what can be mended by machine, and format
	@"$(IN)/ruff" check --fix .
	@"$(IN)/ruff" format .

golden: $(READY) ## rewrite the expected outputs in tests/golden, to be read before they are committed
	@"$(IN)/python" -m pytest --golden $(ARGS)

bench: $(READY) ## measure speed
	@"$(IN)/python" -m bench.run $(ARGS)

docs: $(READY) ## regenerate the generated parts of docs/
	@"$(IN)/python" -m docs.make $(ARGS)

clean: ## remove the environments and everything the tools left behind
	@rm -rf "$(VENV)" .venv .venv-* build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null; true

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1@\2/p' Makefile | awk -F@ '{ printf "%-12s %s\n", $$1, $$2 }'

# The environment from nothing; again when the interpreter or the lock changes, or the interpreter has gone.
$(LOCKED): $(shell test -x "$(VENV)/bin/python" || echo rebuild)
	@test "$(KEY)" != none || { echo "foedus needs Python $(OLDEST) or newer$(if $(PYTHON), and $(PYTHON) does not run): install it, or name one with make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(INTERPRETER)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "foedus needs Python $(OLDEST) or newer, and $(PYTHON) is older: install it, or name one with make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(INTERPRETER)" -c 'import ensurepip, venv' 2>/dev/null || { echo "foedus needs the venv and ensurepip modules of $(PYTHON): install them (Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@test ! -e "$(VENV)" -o -f "$(VENV)/pyvenv.cfg" || { echo "$(VENV) exists and is no Python environment: remove it, or name another with make VENV=..." >&2; exit 1; }
	@echo "Setting up $(VENV) with Python $(firstword $(subst -, ,$(KEY))) ..."
	@rm -rf "$(VENV)"
	@"$(INTERPRETER)" -m venv "$(VENV)"
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@touch "$@"

$(READY): $(LOCKED) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch "$@"

rebuild:
