#!/bin/sh
# What the tests need from the system: a browser, a PostgreSQL server and its pgBackRest, fonts for Hindi, what draws and reads PDFs.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
command -v pgbackrest >/dev/null || missing="$missing pgbackrest"
{ [ -d /usr/share/fonts/truetype/noto ] && ls /usr/share/fonts/truetype/noto | grep -q Devanagari; } || missing="$missing fonts-noto-core"
ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || missing="$missing libpangoft2-1.0-0"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "The tests need these, which this machine does not have:$missing. Install them and run again." >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "The tests need:$missing. As root: apt-get install$missing" >&2
    exit 1
fi
echo "Installing by apt:$missing. This takes a few minutes, once."
apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
