# The lab for the end-to-end tests and the demo: one that is up stays up, one that was brought up for
# them goes again.
# shellcheck shell=bash

LAB_IS_OURS=

lab_steps() {
  lab_ready || return 0
  lab_tests "$1"
}

# The lab mostly waits, and databases compute. All that installs something comes before: apt and the
# folders of servers are for one at a time.
postgres_and_lab() {
  local ready=yes
  lab_ready || ready=
  begin_beside postgres
  [ -z "$ready" ] || lab_tests ''
  end_beside
}

lab_ready() {
  lab_hosts || return 1
  setup_postgres
  step fetch 'lab/postgres/fetch: a server for copies, and its clients' lab/postgres/fetch 15 17
  step image 'lab/postgres/image: PostgreSQL as users run it in a container' lab/postgres/image 17
}

# One at a time: the tests share the hosts. What they do there takes longer than jest's five seconds.
lab_tests() { jest_step lab "$1" --runInBand --testTimeout=120000; }

# Nothing but the path of a kamal is needed; this machine has to have the Ruby that it wants.
interop_step() {
  [ -x "$1" ] || die "no program: $1"
  lab_hosts || return 0
  step interop "deploys by $1 and by us in turn" \
    node --no-warnings __tests__/interop/main.ts "$(realpath "$1")"
}

lab_hosts() {
  [ "$(id -u)" = 0 ] || die 'the lab needs root: sudo -E bin/test, or bin/test quick without it'
  lab_is_up || LAB_IS_OURS=yes
  local before=$FAILED
  step hosts 'lab/up: servers to deploy to' lab/up
  if [ "$FAILED" = "$before" ]; then return; fi
  say 'tests on hosts: not run without hosts'
  return 1
}

# In a shell of its own: the lab's functions have names like ours.
lab_is_up() (
  LAB=$ROOT/lab
  # shellcheck source=/dev/null
  . "$LAB/lib/all.sh"
  [ -s "$INVENTORY" ] && engine_answers
) >/dev/null 2>&1

lab_release() {
  [ -n "$LAB_IS_OURS" ] || return 0
  LAB_IS_OURS=
  run lab/down || { FAILED=$((FAILED + 1)); complain 'lab/down failed: see above'; }
}
