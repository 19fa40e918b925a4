#!/bin/bash
# up.sh ROOT [--introspect] [--sink] [--sent] [--capabilities LIST] [--at-ttl SECONDS] [--interval SECONDS] [--opaque]
# Starts Dovecot, Postfix and the Entra-shaped server on free loopback ports and writes ROOT/servers.json when all answer.
# ROOT must be empty or not exist. down.sh ROOT stops them. Exit 2: this machine cannot run them (reason on stderr).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fail() { echo "test-servers/up.sh: $2" >&2; exit "$1"; }

root='' check=local sink=null sent='Sent Items' delimiter='' bcc='' capabilities=''
while [ $# -gt 0 ]; do
  case $1 in
    # Tokens that introspection can answer for are opaque ones: oidc-provider refuses to introspect a JWT.
    --introspect) check=introspect; export ENTRA_OPAQUE=1 ;;
    --opaque) export ENTRA_OPAQUE=1 ;;
    --sink) sink=yes ;;
    # What alice submits is filed in her folder Sent, as Exchange does; a folder in an address's detail has no blank.
    --sent) sent=Sent delimiter=+ bcc='inline:{ alice@contoso.test=alice+Sent@contoso.test }' ;;
    # What IMAP offers, in place of all that Dovecot can.
    --capabilities) capabilities=$2; shift ;;
    --at-ttl) export ENTRA_AT_TTL=$2; shift ;;
    --interval) export ENTRA_INTERVAL=$2; shift ;;
    -*) fail 64 "unknown option $1" ;;
    *) root=$1 ;;
  esac
  shift
done
[ -n "$root" ] || fail 64 "usage: up.sh ROOT [--introspect] [--sink] [--sent] [--capabilities LIST] [--at-ttl SECONDS] [--interval SECONDS] [--opaque]"
[ "$(id -u)" = 0 ] || fail 2 "must run as root: Postfix's master refuses to start otherwise"
for need in dovecot postfix node openssl; do command -v $need >/dev/null || fail 2 "$need is not installed: run install.sh"; done
[ -d "$here/entra/node_modules/oidc-provider" ] && getent passwd vmail >/dev/null || fail 2 "run install.sh first"
[ -z "$(ls -A "$root" 2>/dev/null)" ] || fail 64 "$root is not empty"
mkdir -p "$root"; root=$(cd "$root" && pwd -P)
[[ $root =~ ^[A-Za-z0-9._/+-]+$ ]] || fail 64 "the path of ROOT may hold only letters, digits and . _ / + - (it goes into configuration files)"
chmod 755 "$root"   # mktemp -d makes 0700; the daemons' own users must get in
runuser -u vmail -- test -x "$root" || fail 64 "$root lies in a folder that vmail and postfix may not enter (a parent has mode 0700?)"

# Sockets, the mail queue and bench's mailbox live in a short-named folder on tmpfs: a socket path may have 107 characters.
shm=/dev/shm; [ -w $shm ] && [ "$(df -Pk $shm | awk 'NR==2{print $4}')" -gt 1000000 ] || shm=/tmp
fast=$(mktemp -d $shm/omt.XXXXXX); chmod 755 "$fast"
ln -s "$fast" "$root/fast"; echo "$root" > "$fast/owner"
trap 'code=$?; if [ $code != 0 ]; then echo "test-servers/up.sh failed:" >&2; tail -qn 5 "$root"/log/*.log >&2 || true; "$here/down.sh" "$root" >&2 || true; fi' EXIT
cd "$fast"   # down.sh knows a process for ours by its working folder
mkdir -p dovecot dovecot-state queue postfix-data mail "$root"/{etc,postfix,tls,signing,keys/default/RS256,log,mail,run}
chown vmail:vmail mail "$root/mail"; chown postfix postfix-data

# --- keys: own CA, certificate for localhost, signing key of the tokens
{
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=OutlookMail test CA ${fast##*.}" \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout "$root/tls/ca.key" -out "$root/tls/ca.pem"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout "$root/tls/localhost.key" -out "$root/tls/localhost.csr"
  openssl x509 -req -in "$root/tls/localhost.csr" -CA "$root/tls/ca.pem" -CAkey "$root/tls/ca.key" -CAcreateserial -days 30 -out "$root/tls/localhost.pem" -extfile <(cat <<X
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:::1
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
X
)
  openssl genrsa -out "$root/signing/rs256.key" 2048
  openssl rsa -in "$root/signing/rs256.key" -pubout -out "$root/keys/default/RS256/k1"
} >"$root/log/openssl.log" 2>&1

# --- ports; the lock keeps another up.sh away until ours are open. Daemons must not inherit it (9>&-), or they would
# hold it for good.
exec 9>"/tmp/outlookmail-test-servers.up.lock"; flock 9
ipv6='' protocols=ipv4   # Dovecot will not start when it is told to listen on an address that the machine lacks
if grep -qs '^0*1 ' /proc/net/if_inet6; then ipv6=::1 protocols=all; fi
read -r imap imaps submission smtps mx entra sinkport < <(node "$here/ports.mjs" free 7 127.0.0.1 127.0.0.2 $ipv6)
[ "$sink" = null ] || sink=$sinkport

# --- configurations
tenant=00000000-aaaa-bbbb-cccc-000000000001
users=$(cut -d: -f1 "$here/dovecot/passwd.in")
cat > "$root/etc/servers.json" <<J
{
  "imaps": $imaps,
  "imapStartTls": $imap,
  "smtpStartTls": $submission,
  "smtps": $smtps,
  "mx": $mx,
  "sink": $sink,
  "entra": "https://localhost:$entra",
  "tenant": "$tenant",
  "clientId": "11111111-2222-3333-4444-555555555555",
  "daemonClientId": "99999999-2222-3333-4444-555555555555",
  "daemonClientSecret": "daemon-secret-daemon-secret-000000",
  "users": [$(printf '"%s", ' $users | sed 's/, $//')],
  "tokenCheck": "$check",
  "localIssuer": "https://sts.contoso.test/$tenant/",
  "caPath": "$root/tls/ca.pem",
  "signingKeyPath": "$root/signing/rs256.key",
  "logDir": "$root/log"
}
J
fill() {
  sed -e "s#@ROOT@#$root#g; s#@FAST@#$fast#g; s#@NAME@#${fast##*/}#g; s#@TENANT@#$tenant#g; s#@ENTRA@#$entra#g" \
    -e "s#@IMAP@#$imap#g; s#@IMAPS@#$imaps#g; s#@SUBMISSION@#$submission#g; s#@SMTPS@#$smtps#g; s#@MX@#$mx#g" \
    -e "s#@LISTEN@#127.0.0.1, 127.0.0.2${ipv6:+, $ipv6}#g; s#@INETPROTOCOLS@#$protocols#g" \
    -e "s#@SENT@#$sent#g; s#@DELIMITER@#$delimiter#g; s#@CAPABILITIES@#$capabilities#g; s#@SENDERBCC@#$bcc#g" \
    -e "s#@VUID@#$(id -u vmail)#g; s#@VGID@#$(id -g vmail)#g; s#@VIRTUAL@#$(printf '%s=1, ' $users | sed 's/, $//')#g" \
    -e "s#@LOCALISSUER@#https://sts.contoso.test/$tenant/#g; s#@ISSUER@#https://localhost:$entra/$tenant/v2.0#g" "$1" > "$2"
}
fill "$here/dovecot/dovecot.conf.in" "$root/etc/dovecot.conf"
fill "$here/dovecot/oauth2-$check.conf.ext.in" "$root/etc/oauth2.conf.ext"
fill "$here/dovecot/passwd.in" "$root/etc/passwd"
fill "$here/postfix/main.cf.in" "$root/postfix/main.cf"
fill "$here/postfix/master.cf.in" "$root/postfix/master.cf"

# --- start; nothing may keep the caller's stdout or stderr open, a caller reads them to their end
setsid node "$here/entra/server.mjs" "$root" </dev/null >"$root/log/entra.log" 2>&1 9>&- &
echo $! > "$root/run/entra.pid"
dovecot -c "$root/etc/dovecot.conf" </dev/null >"$root/log/start.log" 2>&1 9>&-
postfix -c "$root/postfix" start </dev/null >>"$root/log/start.log" 2>&1 9>&-
if [ "$sink" != null ]; then   # -u: smtp-sink refuses to run as root
  setsid smtp-sink -u nobody 127.0.0.1:$sink 2000 </dev/null >"$root/log/sink.log" 2>&1 9>&- &
  echo $! > "$root/run/sink.pid"
fi

node "$here/ports.mjs" wait "$root/etc/servers.json" 9>&-
cp "$root/etc/servers.json" "$root/run/" && mv "$root/run/servers.json" "$root/servers.json"   # its presence says: ready
