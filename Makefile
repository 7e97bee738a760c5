# Registry Lab. `make lab` opens it; `make test` tests it. Everything is installed into .venv and nowhere else.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -q --disable-pip-version-check
ENGINE := $(PY) tests/engine/throwaway.py --
PRACTICE := $(PY) tests/engine/practice.py --
# The tests of one engine, whichever it is: not those that hold two side by side, nor those of the throw-away engine itself, nor the browser, nor
# what is only about an engine that builds.
PRACTICE_TESTS := $(filter-out %/test_differential.py %/test_throwaway.py %/test_browser.py %/test_proofs.py %/test_docker_hub.py %/test_three_nodes.py,\
	$(filter-out tests/engine/test_practice_%,$(wildcard tests/engine/test_*.py)))
# The first Python that is new enough; `make PYTHON=/path/to/python` overrides.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Each is proved on engines of its own: see the target `verify`.
PROOFS := tests/engine/test_proofs.py
# Needs three engines, of which the others would have none.
NODES := tests/engine/test_three_nodes.py
EXERCISES := $(shell ls exercises | sed -n 's/^[0-9]*-\([a-z0-9-]*\)\.md$$/\1/p')

# Without cached bytecode each of the hundreds of processes that the tests start compiles the whole lab anew.
unexport PYTHONDONTWRITEBYTECODE

# What Podman is asked to do as well as the other engines: what it cannot is named in tests/engine/conftest.py.
PODMAN_TESTS := $(addprefix tests/engine/test_,contract.py eight_steps.py verify.py neighbours.py interruptions.py)

.PHONY: help lab test engine-test nodes nodes-test practice-test verify podman-test lint style types content bench screenshots clean

help:
	@echo "make lab           open Registry Lab"
	@echo "make test          the tests that need no engine"
	@echo "make engine-test   the tests on a throw-away real engine (Linux, root)"
	@echo "make nodes         a shell on three throw-away engines, for docs/three-nodes.md (Linux, root)"
	@echo "make nodes-test    the tests on a Swarm of three throw-away engines (Linux, root)"
	@echo "make practice-test the same tests on practice engines, two files at a time (Linux, a docker command line)"
	@echo "make podman-test   the core of them on a throw-away Podman (Linux, root, Podman)"
	@echo "make verify        every exercise proved, on throw-away engines and on practice engines, two at a time (Linux, root)"
	@echo "make lint          style, types, content (each is a target too)"
	@echo "make bench         the speed budget, on a throw-away real engine (Linux, root)"
	@echo "make screenshots   take README's pictures of the app again, from a real run"
	@echo "make clean         remove what these made"

lab: $(VENV)/lab.stamp
	@$(VENV)/bin/registry-lab || { code=$$?; [ $$code -eq 3 ] || exit $$code; } # 3: it said which engine does not answer

test: $(VENV)/dev.stamp
	$(PY) -m pytest -n auto --dist worksteal -m "not engine" $(PYTEST_ARGS)

engine-test: $(VENV)/dev.stamp
	$(ENGINE) $(PY) -m pytest -m engine --ignore $(PROOFS) --ignore $(NODES) $(PYTEST_ARGS) tests

nodes: $(VENV)/lab.stamp
	@THROWAWAY_NODES=3 $(ENGINE) bash

nodes-test: $(VENV)/dev.stamp
	THROWAWAY_NODES=3 $(ENGINE) $(PY) -m pytest -m engine $(PYTEST_ARGS) $(NODES)

# Each file has an engine and a network of its own, since the exercise wants port 5000.
practice-test: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory -k -j2 --output-sync=target $(PRACTICE_TESTS:%=on-practice/%)

on-practice/%: %
	$(PRACTICE) $(PY) -m pytest -q -m engine $(PYTEST_ARGS) $<

verify: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory -k -j2 --output-sync=target $(EXERCISES:%=prove/%) $(EXERCISES:%=prove-on-practice/%)

# With two more machines within reach, which must not be drawn into it.
prove/registry-swarm: export THROWAWAY_NODES := 3

prove/%:
	$(ENGINE) $(PY) -m pytest -q -m engine $(PYTEST_ARGS) "$(PROOFS)::test_an_exercise_that_comes_with_the_lab_is_proved[$*]"

prove-on-practice/%:
	$(PRACTICE) $(PY) -m pytest -q -m engine $(PYTEST_ARGS) "$(PROOFS)::test_an_exercise_that_comes_with_the_lab_is_proved[$*]"

podman-test: $(VENV)/dev.stamp
	THROWAWAY_ENGINE=podman $(ENGINE) $(PY) -m pytest -m engine --timeout 600 $(PYTEST_ARGS) $(PODMAN_TESTS)

lint: style types content

style: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(VENV)/dev.stamp
	$(VENV)/bin/mypy
	cd tests/engine && ../../$(VENV)/bin/mypy --config-file ../../pyproject.toml --explicit-package-bases throwaway*.py practice.py unprivileged.py

content: $(VENV)/dev.stamp
	$(VENV)/bin/registry-lab lint

bench: $(VENV)/dev.stamp
	$(ENGINE) $(PY) -m bench

# On a throw-away engine; where none can be given (exit code 3), on a practice engine.
screenshots: $(VENV)/dev.stamp
	@$(ENGINE) $(PY) docs/screenshots.py || { code=$$?; [ $$code -eq 3 ] || exit $$code; $(PRACTICE) $(PY) docs/screenshots.py; }

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find lab tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/lab.stamp: pyproject.toml | $(PY)
	@$(PIP) -e .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(PY)
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/lab.stamp

$(PY):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Registry Lab needs Python 3.11 or newer, and found none; name one with: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Registry Lab needs Python's venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)
