# Everything a newcomer or a contributor types. Each target sets up by itself what it needs.
.PHONY: run test check bench prove setup
.DEFAULT_GOAL := run
python := .venv/bin/python

# Where Discord's published descriptions lie beside this folder, the rehearsal holds everything against them.
HEARTH_CONTRACTS ?= $(wildcard $(abspath $(CURDIR)/../shared/contracts))
run test prove: export HEARTH_CONTRACTS := $(HEARTH_CONTRACTS)

# With a token the bot runs on Discord; without one it runs in a rehearsal on this computer.
run:
	@scripts/setup run
	@if [ -n "$$HEARTH_DISCORD_TOKEN" ] || grep -qE '^ *(export +)?HEARTH_DISCORD_TOKEN *= *[^ ]' .env 2>/dev/null; \
	then exec $(python) -m bot run; else exec $(python) -m bot rehearse; fi

setup:
	@scripts/setup dev

# Half of the suite's time is waiting, for a limit's window or a browser: two workers fit each processor.
workers := import os; print(min(8, 2 * (os.cpu_count() or 1)))
test:
	@scripts/setup dev
	@$(python) -m pytest -n $$($(python) -c '$(workers)') --dist worksteal

check:
	@scripts/setup dev
	@$(python) -m ruff format --check --quiet .
	@$(python) -m ruff check --quiet .
	@$(python) -m basedpyright
	@for script in scripts/check-*; do if [ -x "$$script" ]; then "$$script" || exit 1; fi; done

# The ratios that Hearth keeps to on this computer; the other things it does meanwhile are noise in them.
bench:
	@scripts/setup dev
	@$(python) -m benchmarks

# The long proofs: kills, an outage, late arrivals, ten thousand check-ins at once, 2,000 evenings of asks (half an hour).
prove:
	@scripts/setup dev
	scripts/crash-harness
	scripts/crash-harness --outage
	scripts/crash-harness --late 0.05
	scripts/crash-harness --reach
	$(python) -m benchmarks.drain --full
	$(python) -m pytest -m prove
