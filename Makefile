# One word per chore. Each makes or mends the environment in .venv first; the rest is in tools/environment.py.

PORT ?= 8000
ARGS ?=
PYTHON ?= python3

# What is older than 3.8 cannot read tools/environment.py, which tells the others, and looks for a newer Python.
chore = @$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null || \
	{ echo "Python 3.11 or later is needed, and $(PYTHON) is not one." >&2; exit 1; }; \
	exec $(PYTHON) -m tools.environment

.PHONY: run test check lint browser crashes pictures bench messages requirements
.NOTPARALLEL:

# The site, with its demo, at http://127.0.0.1:PORT/
run:
	$(chore) run --port '$(PORT)'

# The tests but those in a browser and those that kill the site: make test ARGS="tests/catalogue -x"
test:
	$(chore) test $(ARGS)

# Everything a change must pass
check: lint test browser

lint:
	$(chore) lint

# The tests in Chromium
browser:
	$(chore) browser $(ARGS)

# The tests that kill the site while it works, on the database that MASTERSITE_DATABASE_URL names
crashes:
	$(chore) crashes $(ARGS)

# The pictures of the editors' guide, taken anew
pictures:
	$(chore) pictures

# The speed beside a limit measured in the same run: make bench ARGS="--rounds 5 --write"
bench:
	$(chore) bench $(ARGS)

# The texts to translate, gathered from the code and compiled
messages:
	$(chore) messages

# The locked versions, from the ranges in pyproject.toml: make requirements ARGS=--upgrade
requirements:
	$(chore) requirements $(ARGS)
