# Two commands do everything on a fresh machine with Python 3.11 or 3.12: `make demo` and `make test`.

PYTHON ?= $(shell for p in python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
BIN := .venv/bin
PACKAGES := warehouse language gateways extractors verifiers flows

.PHONY: demo test lint soak lock clean

demo: .venv/installed
	@$(BIN)/python -m flows.demo

test: .venv/installed-dev
	$(BIN)/pytest -n 2 -m "not soak"

soak: .venv/installed-dev
	$(BIN)/pytest -m soak

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Both locks name no registry, so they install from whichever the machine is set up for.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate \
		-c requirements.lock -o requirements-dev.lock

.venv/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Claimhouse needs Python 3.11 or 3.12: install one, or say PYTHON=/path/to/it." >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv build *.egg-info
