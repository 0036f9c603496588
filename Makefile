# Two commands do everything on a fresh machine with Python 3.11 or 3.12: `make demo` and `make test`.

PYTHON ?= $(shell for p in python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
BIN := .venv/bin
# Python keeps what it has compiled, whatever the environment says: without, each process takes twice as long to start.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test lint soak integration accuracy benchmark lock checkworthiness embedding judge confidence clean

demo: .venv/installed
	$(BIN)/claimhouse check examples/articles --corpus examples/evidence --warehouse demo.duckdb --model offline --cutoff now
	$(BIN)/claimhouse sql "select coalesce(label, status) as verdict, count(*) as claims \
		from current_verdicts group by all order by claims desc" --warehouse demo.duckdb
	@echo 'Now try: $(BIN)/claimhouse sql "select * from verdict_history" --warehouse demo.duckdb'

test: .venv/installed-dev
	$(BIN)/pytest -n 3 --dist worksteal -m "not soak"

soak: .venv/installed-dev
	$(BIN)/pytest -m soak

# Starts a real MediaWiki, and a Prefect server on PostgreSQL with two workers (all Debian's packages), on this machine and asks them;
# says so where they are not installed.
integration: .venv/installed-dev
	$(BIN)/pytest -m integration -rs -s tests/integration

# Needs the evaluation sets (SHARED=DIR where they are not in ../shared); docs/accuracy.md is renewed from what is measured.
SHARED ?= ../shared
accuracy: .venv/installed-dev
	$(BIN)/python -m benchmarks.extraction --shared $(SHARED) --markdown docs/accuracy.md
	$(BIN)/python -m benchmarks.retrieval --shared $(SHARED) --markdown docs/accuracy.md --scale
	$(BIN)/python -m benchmarks.verification --shared $(SHARED) --markdown docs/accuracy.md

benchmark: accuracy

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

# Makes the weights in language/models/checkworthiness anew, on one core; a stopped run goes on.
checkworthiness:
	@test -n "$(PYTHON)" || { echo "It needs Python 3.11 or 3.12: say PYTHON=/path/to/it." >&2; exit 1; }
	test -x .training/venv/bin/python || "$(PYTHON)" -m venv .training/venv
	.training/venv/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	.training/venv/bin/python -m pip install --quiet --disable-pip-version-check --group training onnxruntime tokenizers
	.training/venv/bin/python -m training.checkworthiness $(SHARED)

# Makes the encoder in language/models/embedding anew.
embedding:
	@test -n "$(PYTHON)" || { echo "It needs Python 3.11 or 3.12: say PYTHON=/path/to/it." >&2; exit 1; }
	test -x .training/venv/bin/python || "$(PYTHON)" -m venv .training/venv
	.training/venv/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	.training/venv/bin/python -m pip install --quiet --disable-pip-version-check --group training onnxruntime tokenizers
	.training/venv/bin/python -m training.embedding $(SHARED)

# Makes the judge's network in language/models/judge anew: minutes on a graphics card, the better part of a day on two cores; a
# stopped run goes on. Memory that is given back and asked for anew at every step would make it several times as slow.
judge:
	@test -n "$(PYTHON)" || { echo "It needs Python 3.11 or 3.12: say PYTHON=/path/to/it." >&2; exit 1; }
	test -x .training/venv/bin/python || "$(PYTHON)" -m venv .training/venv
	.training/venv/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	.training/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.training/venv/bin/python -m pip install --quiet --disable-pip-version-check --group training
	MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000 .training/venv/bin/python -m training.judge $(SHARED)

# Fits verifiers/calibration.json anew, after the judge's weights have changed.
confidence: .venv/installed
	$(BIN)/python -m training.confidence $(SHARED)

.venv/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Claimhouse needs Python 3.11 or 3.12: install one, or say PYTHON=/path/to/it." >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv build *.egg-info
