# `make` alone lists the targets. Everything installs itself into .venv on first use and is left alone afterwards.
PYTHON ?= python3
BIN := .venv/bin
# No index address and no path of this machine in a lock.
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate
COMPILE := $(BIN)/uv pip compile --quiet pyproject.toml $(LOCK)
.DEFAULT_GOAL := help
.PHONY: help venv run test soak lint format types browser bench bench-platform bench-proof bench-scans replay lock assets clean venv-local venv-dev venv-bench

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: venv-local ## Run the whole product here with a demo business (PORT=8000; keeps its data in .local/)
	@$(BIN)/python -m localdev run

test: venv-dev ## Everything that CI runs: lint, types, contracts, all tests with coverage (ARGS= goes to pytest)
	@$(BIN)/python -m localdev check
	@$(BIN)/python -m localdev test $(ARGS)

soak: venv-dev ## The slow tests at full length: random scans, sales through a bad line and each outage, slow clients
	@BURSTS=$(or $(BURSTS),1000) SALES=$(or $(SALES),500) SEED=$(or $(SEED),1) OUTAGE_SALES=200 SLOW_CLIENTS=200 \
		$(BIN)/python -m localdev test tests/browser/test_bursts.py tests/browser/test_flaky.py \
		tests/tooling/test_outages.py tests/config/test_server.py -q $(ARGS)

lint: venv-dev ## Only lint, types and import contracts
	@$(BIN)/python -m localdev check

format: venv-dev ## Format Python and templates
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/djlint --quiet --reformat web || true

bench: venv-bench ## Measure sales and sign-ups against their floors (ARGS="--quick" for a short run)
	@$(BIN)/python -m localdev bench $(ARGS)

bench-platform: venv-bench ## Measure the platform with many businesses (ARGS="--quick" for a short run)
	@$(BIN)/python -m localdev bench-platform $(ARGS)

bench-proof: venv-bench ## Measure the proof of a business of a million journal lines (ARGS="--lines 10000" for a short run)
	@$(BIN)/python -m localdev bench-proof $(ARGS)

bench-scans: venv-bench ## Measure the first scan of a thing among 100,000 (ARGS="--products 1000" for a short run)
	@$(BIN)/python -m localdev bench-scans $(ARGS)

replay: venv-bench ## Replay a real grocer's year through the sale operation (STORE=367, VIA=http for a running server)
	@$(BIN)/python -m localdev replay --store $(or $(STORE),367) $(if $(VIA),--via $(VIA)) $(ARGS)

venv: venv-dev ## Install the locked packages into .venv

assets: venv-local ## Build the front end when its sources have changed
	@$(BIN)/python -m localdev assets

lock: venv-dev ## Resolve the dependencies anew into requirements/*.lock
	@$(COMPILE) --group local --group dev --group bench --output-file requirements/bench.lock
	@$(COMPILE) --constraints requirements/bench.lock --group local --group dev --output-file requirements/dev.lock
	@$(COMPILE) --constraints requirements/bench.lock --group local --output-file requirements/local.lock
	@$(COMPILE) --constraints requirements/bench.lock --output-file requirements/production.lock
	@echo uv | $(BIN)/uv pip compile --quiet - $(LOCK) --constraints requirements/bench.lock --output-file requirements/installer.lock

clean: ## Forget the local data and whatever was built (keeps .venv)
	@rm -rf .local staticfiles web/static/dist web/frontend/node_modules

venv-local venv-dev venv-bench: venv-%:
	@$(PYTHON) localdev/bootstrap.py $*
