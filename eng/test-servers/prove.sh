#!/bin/bash
# prove.sh [--introspect]    Starts an instance in a temporary folder, proves that it works (prints PASS/FAIL lines), stops it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(mktemp -d /tmp/omt-prove.XXXXXX)
trap '"$here/down.sh" "$root" --purge' EXIT
export ENTRA_AT_TTL=1800
"$here/up.sh" "$root" --sink "$@" | cat   # the pipe: up.sh returns only if no daemon keeps its output open
python3 "$here/prove.py" "$root"
