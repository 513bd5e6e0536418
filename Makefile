# make run opens the kiosk; make test checks everything. Both prepare the machine first.
.PHONY: run test lint bench soak shots package setup lock clean translations

PY := .venv/bin/python
OFFSCREEN := QT_QPA_PLATFORM=offscreen
TESTS ?= tests

run: setup
ifneq ($(or $(DISPLAY),$(WAYLAND_DISPLAY)),)
	$(PY) -m kiosk run --sandbox
else
	$(PY) -m kiosk demo --headless --out build/demo
	@echo "No display here: the whole visit ran without one."
	@echo "Its pictures, papers and summary.json are in build/demo"
endif

test: lint
	$(OFFSCREEN) $(PY) -m pytest -n auto --dist loadfile $(TESTS)

lint: setup
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: setup
	$(OFFSCREEN) $(PY) -m kiosk bench

soak: setup
	@packaging/setup.sh soak
	$(OFFSCREEN) $(PY) -m pytest --timeout 0 tests/e2e/soak_*.py

shots: setup
	$(OFFSCREEN) $(PY) -m ui.gallery --out build/shots

package: setup
	$(PY) -m PyInstaller --noconfirm --distpath dist --workpath build/pyinstaller build.spec

setup:
	@packaging/setup.sh

# Remakes requirements.lock from pyproject.toml: every platform, with hashes, without addresses.
lock: setup
	$(PY) -m pip install -qq --disable-pip-version-check uv==0.13.9
	.venv/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--quiet --output-file requirements.lock

# Takes new sentences of the program into the catalogues; then translate the empty ones.
translations: setup
	mkdir -p build
	.venv/bin/pybabel -q extract -F resources/i18n/babel.cfg -k tr -k mark --no-location \
		--sort-output --omit-header --no-wrap -o build/kiosk.pot .
	.venv/bin/pybabel -q update -D kiosk -i build/kiosk.pot -d resources/i18n \
		--no-fuzzy-matching --ignore-obsolete --no-wrap

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
