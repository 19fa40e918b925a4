#!/bin/bash
# Installs what the real-server tests need on a bare Debian machine: Dovecot, Postfix and npm's oidc-provider.
# Run as root; safe to run again (about 0.1 s when everything is there). Exit 2: this machine cannot run the suite.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
no() { echo "test-servers/install.sh: $1" >&2; exit 2; }
[ "$(id -u)" = 0 ] || no "must run as root (it installs Debian packages and creates the user vmail)"
command -v apt-get >/dev/null || no "needs Debian's apt-get"
exec 9>"/tmp/outlookmail-test-servers.install.lock"; flock 9   # two test runs may start at once

packages="dovecot-core dovecot-imapd dovecot-lmtpd postfix libsasl2-modules openssl python3"
command -v node >/dev/null && command -v npm >/dev/null || packages="$packages nodejs npm"
missing=
for p in $packages; do
  dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing="$missing $p"
done
# a python3 or openssl that is not Debian's does as well
for p in python3 openssl; do command -v $p >/dev/null && missing=${missing/ $p/}; done
if [ -n "$missing" ]; then
  export DEBIAN_FRONTEND=noninteractive
  # "No configuration": the package must neither ask nor write a main.cf; up.sh brings its own
  echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
  # the packages would start the system-wide dovecot and postfix on the usual ports: 101 says no
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' > $policy; chmod +x $policy
  fi
  log=$(mktemp)   # dpkg is talkative: its text is shown only when it fails
  # shellcheck disable=SC2086
  { apt-get -q update && apt-get -q -y --no-install-recommends install $missing; } </dev/null >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm -f "$log"
fi

getent group vmail >/dev/null || groupadd --gid 5000 vmail
getent passwd vmail >/dev/null || useradd --uid 5000 --gid vmail --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin vmail
[ "$(id -u vmail)" = 5000 ] || no "a user vmail exists with another uid than 5000"

stamp=$here/entra/node_modules/.lock-sha256
want=$(sha256sum < "$here/entra/package-lock.json")
if [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
  (cd "$here/entra" && npm ci --ignore-scripts --loglevel=error >&2)
  echo "$want" > "$stamp"
fi
