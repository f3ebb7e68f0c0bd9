# One part of bin/test beside another: in the background, as a bin/test of its own, which cleans up after
# itself. What it says is kept, and shown when it has ended.
# shellcheck shell=bash

BESIDE=
BESIDE_MODE=

# begin_beside MODE
begin_beside() {
  BESIDE_MODE=$1
  say "$1: begins beside what follows; its output comes when it has ended"
  setsid "$ROOT/bin/test" "$1" >"$WORK/$1.log" 2>&1 </dev/null &
  BESIDE=$!
}

# Waits for it, shows what it said, and counts what it counted.
end_beside() {
  local pid=$BESIDE status log=$WORK/$BESIDE_MODE.log passed failed
  [ -n "$pid" ] || return 0
  # A signal ends the wait but not the program.
  while :; do
    status=0
    wait "$pid" || status=$?
    kill -0 "$pid" 2>/dev/null || break
  done
  BESIDE=
  cat "$log"
  read -r passed failed < <(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log") ||
    { complain "$BESIDE_MODE ended without its last words ($status)"; passed=0 failed=1; }
  [ "$status" = 0 ] || [ "$failed" != 0 ] || failed=1
  count "$passed" "$failed"
}

# For AT_END: ends it before its time. It has ten seconds for what it started, as everything here.
leave_beside() {
  [ -n "$BESIDE" ] || return 0
  kill -TERM "$BESIDE" 2>/dev/null || true
  end_beside
}
