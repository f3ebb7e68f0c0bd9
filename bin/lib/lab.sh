# The lab for the end-to-end tests: one that is up stays up, one that bin/test brought up goes again.
# shellcheck shell=bash

LAB_IS_OURS=

lab_steps() {
  [ "$(id -u)" = 0 ] || die 'the lab needs root: sudo -E bin/test, or bin/test quick without it'
  lab_is_up || LAB_IS_OURS=yes
  step hosts 'lab/up: servers to deploy to' lab/up
  # One at a time: the tests share the hosts.
  jest_step lab "$1" --runInBand
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
  run lab/down || { count 0 1; printf 'bin/test: lab/down failed: see above\n' >&2; }
}
