#!/bin/sh
# bugsink.sh: a real server that speaks Sentry, for the tests of errors, in an environment of its own (.venv/.bugsink).
set -eu
[ -x .venv/.bugsink/bin/bugsink-manage ] && [ .venv/.bugsink/ready -nt requirements/bugsink.txt ] && exit 0
echo "Installing Bugsink into .venv/.bugsink, for the tests of errors."
.venv/bin/uv venv --quiet --clear .venv/.bugsink
.venv/bin/uv pip install --quiet --python .venv/.bugsink/bin/python --require-hashes -r requirements/bugsink.txt
touch .venv/.bugsink/ready
