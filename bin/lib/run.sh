# How bin/test runs programs, speaks and ends: nothing it started is left behind, whatever happens.
# shellcheck shell=bash disable=SC2034

CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/seaworthy
PASSED=0
FAILED=0
CHILD=
WORK=

# No step of ours takes an hour; what does, hangs.
STEP_LIMIT=3600

say() { printf '== %s\n' "$*"; }
die() {
  printf 'bin/test: error: %s\n' "$*" >&2
  exit 1
}

# Tests bring a runner's variables of their own; those of the runner that runs them are not theirs.
forget_runner() {
  local name
  for name in "${!GITHUB_@}" "${!RUNNER_@}" "${!ACTIONS_@}" "${!INPUT_@}" "${!STATE_@}"; do
    unset "$name"
  done
}

start() {
  [ -t 1 ] || { export NO_COLOR=1; unset FORCE_COLOR; }
  trap finish EXIT
  trap 'interrupted 129' HUP
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/seaworthy-test-XXXXXX")
  mkdir "$WORK/tmp"
}

# run COMMAND...: in a session of its own, so that all of it can be ended, and without a stdin.
run() {
  local status=0
  setsid timeout --kill-after=10 "$STEP_LIMIT" "$@" </dev/null &
  CHILD=$!
  wait "$CHILD" || status=$?
  [ "$status" != 124 ] || printf 'bin/test: no end in %s s: %s\n' "$STEP_LIMIT" "$*" >&2
  end_group
  return "$status"
}

# Ends what is left of the last command: politely, and after ten seconds for good.
end_group() {
  local group=$CHILD
  CHILD=
  [ -n "$group" ] && kill -TERM -- "-$group" 2>/dev/null || return 0
  for _ in {1..100}; do
    kill -0 -- "-$group" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$group" 2>/dev/null || return 0
}

interrupted() {
  say 'interrupted: cleaning up'
  FAILED=$((FAILED + 1))
  exit "$1"
}

# The one way out: also after an error, Ctrl-C and SIGTERM.
finish() {
  local status=$?
  trap - EXIT
  trap ':' HUP INT TERM
  end_group
  lab_release
  [ -z "$WORK" ] || rm -rf "$WORK"
  [ "$status" = 0 ] || [ "$FAILED" -gt 0 ] || FAILED=1
  printf '%s passed, %s failed\n' "$PASSED" "$FAILED"
  [ "$status" != 0 ] || [ "$FAILED" = 0 ] || status=1
  exit "$status"
}
