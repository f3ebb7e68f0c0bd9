# How the commands in bin/ run programs, speak and end: nothing they started is left behind, whatever
# happens. Each has its own `last_words`, and says what must be done before in AT_END.
# shellcheck shell=bash disable=SC2034

# `$0` is relative to where the command was called.
NAME=$(cd "$OLDPWD" && realpath --relative-to="$ROOT" "$0")
CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/seaworthy
PASSED=0
FAILED=0
CHILD=
WORK=
AT_END=()

# No step of ours takes an hour; what does, hangs.
STEP_LIMIT=3600

say() { printf '== %s\n' "$*"; }
complain() { printf '%s: %s\n' "$NAME" "$*" >&2; }
die() {
  complain "error: $*"
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
  # Whoever started us may have closed it; the first file that is opened would then be in its place.
  exec </dev/null
  [ -t 1 ] || { export NO_COLOR=1; unset FORCE_COLOR; }
  trap finish EXIT
  trap 'interrupted 129' HUP
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/seaworthy-test-XXXXXX")
  mkdir "$WORK/tmp"
  # Servers that tests start as another user have their files there.
  chmod 711 "$WORK"
}

# run COMMAND...: in a session of its own, so that all of it can be ended, and without a stdin.
run() {
  local status
  setsid timeout --kill-after=10 "$STEP_LIMIT" "$@" </dev/null &
  CHILD=$!
  # A second Ctrl-C, while the lab is taken down, ends the wait but not the program.
  while :; do
    status=0
    wait "$CHILD" || status=$?
    kill -0 "$CHILD" 2>/dev/null || break
  done
  [ "$status" != 124 ] || complain "no end in $STEP_LIMIT s: $*"
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
  local act
  for act in "${AT_END[@]}"; do "$act"; done
  [ -z "$WORK" ] || rm -rf "$WORK"
  [ "$status" = 0 ] || [ "$FAILED" -gt 0 ] || FAILED=1
  [ "$status" != 0 ] || [ "$FAILED" = 0 ] || status=1
  last_words
  exit "$status"
}
