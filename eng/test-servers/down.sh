#!/bin/bash
# down.sh ROOT [--purge]    Stops what up.sh ROOT started and removes its tmpfs folder; --purge removes ROOT as well.
set -u
root='' purge=''
for a in "$@"; do case $a in --purge) purge=1 ;; *) root=$a ;; esac; done
[ -n "$root" ] && [ -d "$root" ] || { echo "usage: down.sh ROOT [--purge]" >&2; exit 64; }
root=$(cd "$root" && pwd -P)
fast=$(readlink "$root/fast" 2>/dev/null)
code=0
if [ -n "$fast" ] && [ "$(cat "$fast/owner" 2>/dev/null)" = "$root" ]; then
  # a process counts as ours only while it works in our folder: its number can have gone to another process
  # (and a zombie, which kill -0 calls alive, has no folder)
  ours() { [[ $(readlink "/proc/$1/cwd" 2>/dev/null) == "$fast"* ]]; }
  pids=
  for f in "$fast/queue/pid/master.pid" "$fast/dovecot/master.pid" "$root/run/entra.pid" "$root/run/sink.pid"; do
    pid=$(tr -d ' \n' 2>/dev/null < "$f") && [ -n "$pid" ] && ours "$pid" && pids="$pids $pid" && kill -TERM "$pid"
  done
  for i in $(seq 200); do
    left=; for pid in $pids; do ours "$pid" && left="$left $pid"; done
    [ -n "$left" ] || break
    [ "$i" != 150 ] || kill -KILL $left
    sleep 0.02
  done
  [ -z "$left" ] || { echo "test-servers/down.sh: did not stop:$left" >&2; code=1; }
  [ $code = 0 ] && rm -rf "$fast" "$root/fast"
fi
rm -f "$root/servers.json"
[ -z "$purge" ] || [ $code != 0 ] || { [ -d "$root/keys/default/RS256" ] || [ -z "$(ls -A "$root")" ] && rm -rf "$root"; }
exit $code
