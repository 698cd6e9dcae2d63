# The two commands are `make run` and `make test`; everything else is for those who work on the shop.

PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin

.PHONY: help run test lint bench crash chaos drills docs translations requirements clean

help:  ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/.base  ## set up and open the demo shop at http://127.0.0.1:8000 (PORT=8001 for another door)
	@DEMO=on SITE_URL=http://127.0.0.1:$(PORT) $(BIN)/python -m kirana.config.serve

test: .venv/.dev .venv/.system .venv/.bugsink/ready  ## set up and run every check and test, on SQLite and on PostgreSQL
	@$(BIN)/python -m tools.test

lint: .venv/.dev  ## only the checks that read the code
	@$(BIN)/python -m tools.test --only=code

bench: .venv/.dev .venv/.system  ## measure the pages and the placing of orders against their limits
	@$(BIN)/python -m bench

crash: .venv/.dev  ## kill the server at 50 random moments of checkout traffic and check the books each time
	@$(BIN)/python -m tests.races.crash --times=50

drills: .venv/.dev .venv/.system  ## break a shop in every way there is a drill for, then live through a healthy month: is the console right?
	@$(BIN)/python -m tests.drills
	@$(BIN)/python -m tests.drills.month
	@$(BIN)/python -m tests.drills.month --database=postgres

chaos: .venv/.dev .venv/.system  ## 2000 random histories of money going wrong and 50 kills in the middle of it, on each database; compare the books
	@$(BIN)/python -m tests.chaos --histories=2000
	@$(BIN)/python -m tests.chaos --histories=2000 --database=postgres
	@$(BIN)/python -m tests.chaos.kill --times=50
	@$(BIN)/python -m tests.chaos.kill --times=50 --database=postgres

docs: .venv/.dev  ## write the generated pages of docs/
	@$(BIN)/python -m tools.docs

translations: .venv/.dev  ## gather new texts into kirana/locale
	@$(BIN)/python -m tools.translations gather

requirements: .venv/.dev  ## lock the newest versions that requirements/*.in allow
	@for set in base dev bugsink; do $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes \
		--no-header --python-version 3.11 requirements/$$set.in -o requirements/$$set.txt; done

clean:  ## forget the environment and the demo shop's data
	rm -rf .venv var

.venv/.base: requirements/base.txt
	@sh tools/setup/python.sh $(PYTHON) base

.venv/.dev: requirements/dev.txt
	@sh tools/setup/python.sh $(PYTHON) dev

.venv/.bugsink/ready: requirements/bugsink.txt .venv/.dev
	@sh tools/setup/bugsink.sh

.venv/.system: tools/setup/system.sh
	@sh tools/setup/system.sh && touch $@
