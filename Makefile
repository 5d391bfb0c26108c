# Everything is set up on first use, in ~/.cache/branchline-dev (BRANCHLINE_CACHE chooses another place).
# Needs git, make, Python 3.10 or newer, npm, and a C++ compiler; on Debian and Ubuntu chromium is installed too.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo $$p && break; done)
ifeq ($(PYTHON),)
$(error Python 3.10 or newer was not found; install it, or say which with PYTHON=/path/to/python3)
endif

.PHONY: help setup demo check test test-all test-busy test-pythons package install agents bench eval names crash protocol \
	settings picture lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## fetch everything that is needed; the others do it themselves
	@$(PYTHON) scripts/toolchain.py

demo: ## Branchline in a VS Code in the browser, on sample repositories (PORT=… chooses the port)
	@$(PYTHON) scripts/demo.py

check: ## lint, types and the quick tests: before every commit (STAGES="ruff mypy" runs some of it)
	@$(PYTHON) scripts/check.py check $(STAGES)

test: ## everything that CI runs (STAGES="stories crash" runs some of it, BRANCHLINE_SEED chooses the share)
	@$(PYTHON) scripts/check.py test $(STAGES)

test-all: ## the same with every proof in its full length, on every Python of this machine (STAGES=…)
	@$(PYTHON) scripts/check.py all $(STAGES)

test-busy: ## `make test` beside four busy loops, five times over (RUNS=1 STAGES="stories" does a part)
	@$(PYTHON) scripts/busy.py --runs $(or $(RUNS),5) $(STAGES)

test-pythons: ## the Python tests on every other Python of this machine
	@$(PYTHON) scripts/pythons.py

package: ## the VSIX files of all platforms (TARGETS="linux-x64 …" builds some)
	@$(PYTHON) scripts/package.py $(TARGETS)

install: ## build for this machine and install into the desktop VS Code
	@$(PYTHON) scripts/package.py --install

agents: ## the real agent programs that some tests start
	@$(PYTHON) scripts/install-agents

settings: ## write the settings' defaults, which the sidecar has, into the extension's manifest
	@"$$($(PYTHON) scripts/toolchain.py python)" scripts/setting_defaults.py

bench: ## the figures that Branchline promises (FIGURES="round_trip …" measures some)
	@PYTHONPATH=sidecar:tests "$$($(PYTHON) scripts/toolchain.py python)" bench/figures.py $(FIGURES)
ifeq ($(FIGURES),)
	@$(PYTHON) scripts/window.py bench
endif

eval: ## what is seen in recordings of real agents, against what they did (RECORDINGS="folder …" for others)
	@PYTHONPATH=sidecar "$$($(PYTHON) scripts/toolchain.py python)" bench/evaluate.py $(RECORDINGS)

names: ## how many kinds of labelled instructions are right, with the half that was kept out of tuning
	@PYTHONPATH=sidecar:tests "$$($(PYTHON) scripts/toolchain.py python)" bench/naming.py

crash: ## kill processes at random instants and look for what is lost (ROUNDS=1000 SEED=…; CI runs 15)
	@BRANCHLINE_CRASH_ROUNDS=$(or $(ROUNDS),1000) BRANCHLINE_CRASH_SEED=$(or $(SEED),5) \
		"$$($(PYTHON) scripts/toolchain.py python)" -m pytest -q --tb=short tests/crash

protocol: ## write the extension's types and docs/protocol.md anew from the sidecar's messages
	@PYTHONPATH=sidecar "$$($(PYTHON) scripts/toolchain.py python)" scripts/protocol.py

picture: ## draw the README's picture anew
	@$(PYTHON) scripts/window.py picture

lock: ## pin the Python packages anew (needs uv)
	UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q --universal --python-version 3.10 --extra dev \
		--generate-hashes --no-annotate pyproject.toml -o requirements-dev.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q --python-version 3.10 --python-platform x86_64-manylinux_2_28 \
		--generate-hashes --no-annotate pyproject.toml -o requirements.lock

clean: ## remove what was built in the checkout; the cache stays
	rm -rf artifacts extension/dist extension/dist-test extension/python extension/node_modules tests/e2e/node_modules
