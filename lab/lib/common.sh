# Where the lab's things live, how it speaks, and its locks. Sourced by every lab command.
# shellcheck shell=bash disable=SC2034

STATE=${SEAWORTHY_LAB_DIR:-/tmp/seaworthy-lab}
CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/seaworthy/lab
INVENTORY=$STATE/lab.json
KEY=$STATE/id_ed25519
MARK=$STATE/.seaworthy-lab

SUBNET=10.77.0
GATEWAY=$SUBNET.254
LABEL=seaworthy.lab

# Progress goes to stderr: stdout is for what a caller wants to read.
say() { printf 'lab: %s\n' "$*" >&2; }
die() { printf 'lab: error: %s\n' "$*" >&2; exit 1; }

need_root() {
  [ "$(id -u)" = 0 ] || die "this needs root (containers, ports 22 and 80): try sudo -E lab/${0##*/}"
}

need_lab() {
  [ -s "$INVENTORY" ] || die "there is no lab in $STATE: start one with lab/up"
}

# lock NAME: waits its turn, and holds the lock until this process ends. It lives in the cache,
# since lab/down removes the state folder while holding it. Daemons must be started with 9>&-.
lock() {
  mkdir -p "$CACHE"
  exec 9>"$CACHE/$1.lock"
  flock -n 9 && return
  say "another lab command is at work: waiting for it"
  flock 9
}

# `down` deletes the whole state folder, so it has to be one that the lab made.
claim_state() {
  if [ -d "$STATE" ] && [ ! -e "$MARK" ] && [ -n "$(ls -A "$STATE")" ]; then
    die "$STATE is not empty and was not made by the lab: set SEAWORTHY_LAB_DIR to another folder"
  fi
  mkdir -p "$STATE"
  : >"$MARK"
}

# fingerprint_of FILE...: the cache key of something made by these files.
fingerprint_of() { cat -- "$@" | sha256sum | cut -c1-12; }

# A process counts as ours only while its command line still names the state folder: pids are reused.
ours() {
  [ -r "/proc/${1:-none}/cmdline" ] && tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF "$STATE"
}

# end_process PIDFILE: TERM, then KILL after 20 s.
end_process() {
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 0
  ours "$pid" || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in {1..200}; do
    ours "$pid" || return 0
    sleep 0.1
  done
  say "process $pid did not end in 20 s: killing it"
  kill -9 "$pid" 2>/dev/null || true
}

unmount_below() {
  local where
  while read -r where; do umount -l "$where"; done \
    < <(awk -v dir="$1/" 'index($2, dir) == 1 {print $2}' /proc/mounts | sort -r)
}
