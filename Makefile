# Two commands do everything: make report, make test. Both set up .venv first.
PYTHON ?= python3
BIN = .venv/bin
# Windows' venv puts its commands elsewhere; there, use the conda route of the README.

# Compiled when first imported, not all at once when installed, and kept: a report and the tests
# start many processes that import the same.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: report test lint docs coverage lab bench lock clean

report: .venv/ready
	$(BIN)/standards report $(ARGS)

test: lint
	$(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder $(ARGS)

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Branch coverage by module, also as pages in htmlcov; fails if a module of statistics is below LEAST per cent.
# Without DfE's files (STANDARDS_RAW) the tests that read them are skipped, and some modules are below.
STATISTICS = $(sort $(wildcard $(addprefix src/analysis/,statistics/*.py data/ranking.py data/england.py \
  data/cut_points.py data/neighbour_average.py report/rankings/*.py report/gaps/*.py report/cohorts/*.py \
  report/indicators/*.py report/summary/findings.py)))
LEAST = 95
coverage: .venv/ready-dev
	$(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder --cov --cov-report=term:skip-covered --cov-report=html $(ARGS)
	@low=; for module in $(STATISTICS); do \
	  total=$$($(BIN)/coverage report --include=$$module --format=total --precision=1 --fail-under=$(LEAST)) \
	    || low="$$low $$module"; \
	  echo "$$total% $$module"; \
	done; test -z "$$low" || { echo "Below $(LEAST)%:$$low" >&2; exit 1; }

# The page that is made from the code: the columns of the data files.
docs: .venv/ready
	$(BIN)/python -m analysis.runs.data_files

lab: .venv/ready
	$(BIN)/jupyter lab notebooks --KernelManager.transport=ipc $(ARGS)

bench: .venv/ready-dev
	$(BIN)/python benchmarks/run.py $(ARGS)

PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
.venv/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --no-compile --require-hashes -r requirements.lock
	$(PIP) --no-deps -e .
	touch $@

# Both files at once: what the second needs of the first is looked up there.
.venv/ready-dev: .venv/ready requirements-dev.lock
	$(PIP) --no-compile --require-hashes -r requirements.lock -r requirements-dev.lock
	touch $@

# Needs uv. No index addresses: the lock files work with whatever registry pip is set up for. The second holds what
# development needs besides the first, and no package twice.
COMPILE = uv pip compile pyproject.toml --no-strip-extras --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command "make lock"
lock:
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock \
	  $$(sed -nE 's/^([a-z0-9._-]+).*/--no-emit-package \1/p' requirements.lock)
	sed '/^# The following packages were excluded/,$$d' requirements-dev.lock > requirements-dev.lock.new
	mv requirements-dev.lock.new requirements-dev.lock

clean:
	rm -rf .venv .bench .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	git clean -fdxq data/processed reports
