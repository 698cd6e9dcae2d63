#!/bin/sh
# python.sh PYTHON base|dev: the environment in .venv with the pinned packages, each checked by its hash.
set -eu
python=$1
set=$2

"$python" - <<'CHECK' || exit 1
import sys
if sys.version_info < (3, 11):
    sys.exit(f"Python {sys.version.split()[0]} is too old: the shop needs 3.11 or newer.")
CHECK

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python$version-venv by apt: this Python comes without venv."
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$version-venv" >/dev/null
    else
        echo "This Python comes without venv. As root: apt-get install python$version-venv" >&2
        exit 1
    fi
fi

[ -x .venv/bin/python ] || { echo "Making an environment in .venv."; "$python" -m venv .venv; }
echo "Installing the $(grep -c '^[a-z].*==' "requirements/$set.txt") pinned packages of requirements/$set.txt into .venv."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$set.txt"
touch .venv/.base
[ "$set" = base ] || touch .venv/.dev
