# The front door. `make` alone lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PY := $(BIN)/python
PYTEST := $(PY) -m pytest
QUICK_TESTS := $(wildcard tests/unit tests/contracts tests/ui tests/faults)
RECORD_TESTS := $(wildcard tests/unit/storage tests/unit/contacts tests/unit/followups \
	tests/unit/insights tests/unit/app/test_re*.py tests/unit/commands/test_[bflr]*.py \
	tests/faults/test_[flr]*.py)
DISPLAY_TESTS := $(wildcard tests/contracts tests/faults) tests/desktop

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ------------------------------------------------------------------------- using it
.PHONY: run
run: ## Start Poise; where there is no display, play the demonstration instead
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		packaging/setup.sh run && exec $(BIN)/poise run; \
	else \
		echo "No display here: playing the demonstration on a private one."; \
		$(MAKE) demo; \
	fi

.PHONY: demo
demo: setup ## Play a whole contact with real programs on a private display; pictures in demo/
	$(PY) -m tests.rig.demo --out demo

.PHONY: screenshots
screenshots: setup ## Pictures at 100 % and 200 %, light and dark, in demo/; the documents' in docs/pictures/
	$(PY) -m tests.rig.demo --out demo --pictures-only
	cp demo/chat-light-100.png docs/pictures/beside-the-chat.png
	cp demo/log-light-100.png docs/pictures/contact-log.png
	cp demo/patterns-light-100.png docs/pictures/patterns.png

# -------------------------------------------------------------------------- working
.PHONY: setup
setup: ## Install what is missing: Debian packages (as root) and .venv
	@packaging/setup.sh rig

.PHONY: test
test: check ## Everything on Linux: check, then all tests, those on a real display last
	$(PYTEST) $(QUICK_TESTS) -m "not desktop and not frozen"
	$(MAKE) test-encrypted
	$(PYTEST) $(DISPLAY_TESTS) -m desktop

.PHONY: test-encrypted
test-encrypted: setup ## The tests of the record once more, on an encrypted one
	POISE_TEST_DRIVER=sqlcipher $(PYTEST) $(RECORD_TESTS) -m "not plain and not desktop" -q

.PHONY: test-quick
test-quick: setup ## Only the tests that need no display
	$(PYTEST) $(QUICK_TESTS) -m "not desktop and not frozen" -x -q

.PHONY: test-desktop
test-desktop: setup ## Only the tests against real programs (ARGS="-k chromium" narrows)
	$(PYTEST) $(DISPLAY_TESTS) -m desktop $(ARGS)

FUZZED ?= 100000
.PHONY: fuzz
fuzz: setup ## Damaged and hostile files for reader, texts, importers and packs (FUZZED=1000 for few)
	$(PY) -m tests.fuzz.reader $(FUZZED)
	$(PY) -m tests.fuzz.template $(FUZZED)
	$(PY) -m tests.fuzz.exchange $(FUZZED)
	$(PY) -m tests.fuzz.packs $(FUZZED)

.PHONY: windows-lab
windows-lab: setup ## Set up the Windows laboratory: Wine and Windows Python (as root)
	@tests/windows/lab.sh setup

.PHONY: test-windows
test-windows: windows-lab ## The tests against real Win32 programs (ARGS="-k notepad" narrows)
	$(PY) -m tests.windows.suite tests/contracts tests/windows -m "not frozen" $(ARGS)

.PHONY: check
check: setup lint types walls ## ruff, actionlint, mypy --strict for three platforms, the walls

.PHONY: lint
lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/actionlint

.PHONY: types
types:
	$(BIN)/mypy --platform linux
	$(BIN)/mypy --platform win32 desktop tests/contracts tests/windows benchmarks/ways.py \
		benchmarks/windows.py
	$(BIN)/mypy --platform darwin desktop tests/macos

.PHONY: walls
walls:
	$(BIN)/lint-imports

.PHONY: format
format: setup ## Let ruff sort imports and format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: guide
guide: setup ## Write the author's guide and the playbook schema anew
	$(PY) -m tools.author_guide

.PHONY: bench
bench: setup ## Measure speed, memory and idle cost; writes benchmarks/results.md
	$(PY) -m benchmarks.bench --write

.PHONY: bench-windows
bench-windows: windows-lab ## Measure Poise beside AutoHotkey in the Windows laboratory
	$(PY) -m benchmarks.windows --write

.PHONY: constraints
constraints: ## Write the versions of this .venv into constraints.txt
	packaging/setup.sh package
	@{ echo '# Exact versions everybody builds and tests with. Made by `make constraints`.'; \
	   { $(PY) -m pip freeze --exclude-editable 2>/dev/null; \
	     grep -E '^(keyboard|pyobjc-.*)==' constraints.txt; } | sort -fu; \
	 } > constraints.txt.new && mv constraints.txt.new constraints.txt

# ------------------------------------------------------------------------ packaging
# ENCRYPTION=1 is for bundles that can encrypt the record, and are larger.
KIND := $(if $(filter 1,$(ENCRYPTION)),encryption)
DIST := dist$(KIND:%=/%)
BUNDLE := $(DIST)/$(if $(filter Darwin,$(shell uname)),Poise.app,poise)

.PHONY: package
package: ## Build dist/poise, on a Mac dist/Poise.app, and test it (ENCRYPTION=1: in dist/encryption)
	@packaging/setup.sh package
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN \
		--distpath $(DIST) --workpath build/$(KIND) pyinstaller.spec -- $(KIND:%=--%)
	$(MAKE) package-test

.PHONY: package-test
package-test: ## Self-test of the built bundle; on Linux a hotkey insertion with it besides
	POISE_BUNDLE=$(BUNDLE) $(PYTEST) tests/frozen -m frozen

.PHONY: archive
archive: ## Pack the built bundle into one file in dist/, with its version in the name (ENCRYPTION=1)
	$(PY) packaging/archive.py $(BUNDLE) $(KIND)

.PHONY: package-windows
package-windows: windows-lab ## Build dist/windows/poise in the laboratory, and test it (ENCRYPTION=1)
	$(PY) -m tests.windows.run python -m PyInstaller --noconfirm --clean --log-level WARN \
		--distpath $(DIST)/windows --workpath build/windows/$(KIND) pyinstaller.spec -- $(KIND:%=--%)
	POISE_BUNDLE=$(DIST)/windows/poise $(PY) -m tests.windows.run \
		python -m pytest tests/windows/test_bundle.py -m frozen

.PHONY: wheel
wheel: setup ## Build the wheel and the source archive into dist/
	$(PY) -m build --outdir dist

.PHONY: clean
clean: ## Remove everything that was made here, .venv included
	rm -rf build dist demo .venv *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
