# One-line targets; `make help` lists them. PYTHON names the interpreter.
PYTHON ?= python

.DEFAULT_GOAL := help
.PHONY: help install test lint format types gazetteer assets demo bench clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

install: ## install for work on the code, with everything the tests need
	$(PYTHON) -m pip install -e ".[test]"

test: ## run all tests
	$(PYTHON) -m pytest

lint: ## find faults and wrong formatting
	$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .

format: ## mend what can be mended by itself
	$(PYTHON) -m ruff check --fix . && $(PYTHON) -m ruff format .

types: ## check the types of Python and TypeScript
	$(PYTHON) -m mypy --strict && cd src/webmap && npm run check

gazetteer: ## build the boundaries, the map's surroundings and the towns anew, and place them in the package
	$(PYTHON) gazetteer/build_boundaries.py && $(PYTHON) gazetteer/build_context.py && \
	$(PYTHON) gazetteer/build_places.py && $(PYTHON) hatch_build.py

assets: ## bundle the page and place the data in the package, as the build does
	$(PYTHON) hatch_build.py

demo: ## write the example map
	$(PYTHON) -m incident_mapper demo -o out/demo.html

bench: ## compare boundaries and geocoding with references and peers
	$(PYTHON) benchmarks/boundaries.py; $(PYTHON) benchmarks/geocoding.py; $(PYTHON) benchmarks/added_gazetteer.py

clean: ## remove what builds, tests and tools made
	rm -rf dist build out .pytest_cache .mypy_cache .ruff_cache .hypothesis src/incident_mapper/_bundle src/incident_mapper/data src/webmap/node_modules
