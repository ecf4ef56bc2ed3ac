# One word per chore. tools/environment.py makes or mends the environment in .venv first.
PORT ?= 8000
export MASTERSITE_DEMO := True

# The first Python that will do. pyenv leaves names of those that are not switched on.
python := $(shell for name in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$name && break; done)
$(if $(python),,$(error Python 3.11 or later with its venv and pip is needed: install them, \
	on Debian and Ubuntu by `apt install python3-venv python3-pip`, and try again))
site := .venv/bin/python
# For a few tests, starting a worker on each core would cost more than it saves.
pytest = $(site) -m pytest $(or $(ARGS),$(1) -n auto --dist worksteal)

.PHONY: run test check lint browser crashes pictures bench house messages requirements
.NOTPARALLEL:

# The site, with its demo, at http://127.0.0.1:PORT/
run:
	@$(python) -u -m tools.environment run '$(PORT)'

# What the other chores need in .venv
installed-%:
	@$(python) -u -m tools.environment install $*.txt

# The tests but those that have a chore of their own: make test ARGS="tests/catalogue -x"
test: installed-requirements-dev
	@$(call pytest)

check: lint test browser

lint: installed-requirements-dev
	@status=0; for linter in 'ruff format --check .' 'ruff check .' lint-imports mypy \
		'djlint --lint templates' 'python manage.py makemigrations --check --dry-run'; do \
		echo "$$linter"; .venv/bin/$$linter || status=1; done; exit $$status

# The tests in Chromium. Playwright leaves an event loop that Django takes for an asynchronous view.
browser: export DJANGO_ALLOW_ASYNC_UNSAFE := 1
browser: installed-requirements-dev
	@$(call pytest,tests/browser) -m browser

# The pictures of the editors' guide, taken anew
pictures: ARGS = --pictures $(addprefix tests/browser/test_,building_a_programme.py a_week_by_the_guide.py)
pictures: browser

# The tests that kill the site while it works, on the database that MASTERSITE_DATABASE_URL names
crashes: installed-requirements-dev
	@$(site) -m pytest -m crashes $(or $(ARGS),tests/crashes)

# The speed beside a limit measured in the same run: make bench ARGS="--rounds 5 --write"
bench: installed-requirements
	@$(site) -u -m bench $(ARGS)

# The figures of the house: packages, lines, functions, and how often files change hands
house: installed-requirements-dev
	@$(site) -m pytest -q tests/house/figures.py

# The texts to translate, gathered from the code and compiled
messages: installed-requirements
	@$(site) manage.py makemessages --locale da --no-location \
		--ignore 'tests/*' --ignore 'tools/*' --ignore 'bench/*' --ignore 'var/*'
	@$(site) -m mastersite.messages

# The locked versions, from the ranges in pyproject.toml: make requirements ARGS=--upgrade
requirements: export CUSTOM_COMPILE_COMMAND := make requirements
requirements: compile = $(site) -m piptools compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(ARGS) \
	pyproject.toml
requirements: installed-requirements-dev
	$(if $(filter 3.11.%,$(shell $(python) --version)),,$(error The oldest Python \
		needs the most packages, so name it: `make requirements PYTHON=python3.11`))
	@$(compile) --output-file requirements.txt
	@$(compile) --extra dev --constraint requirements.txt --output-file requirements-dev.txt
