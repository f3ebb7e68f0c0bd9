# The cache of servers and clients: STORE/servers/N and STORE/clients/N, each put in place whole.
# shellcheck shell=bash

STORE=${CACHE%/lab}/postgres

# What a killed fetch left behind. Only under the lock.
store_sweep() { rm -rf "$STORE"/work-*; }

# store_fetch server|client MAJOR: whatever goes wrong with it is said, and concerns no other.
store_fetch() {
  local kind=$1 major=$2 work log job
  "${kind}_here" "$major" && return
  mkdir -p "$STORE/servers" "$STORE/clients"
  work=$(mktemp -d "$STORE/work-XXXXXX")
  log=$work/log
  # Not inside the condition: bash would let it go on after a failing command there.
  "${kind}_make" "$major" "$work" >"$log" 2>&1 &
  job=$!
  if wait "$job"; then
    chmod -R u+w,a+rX "$work/ready"
    rm -rf "${STORE:?}/${kind}s/$major"
    mv -T "$work/ready" "$STORE/${kind}s/$major"
    say "PostgreSQL $major: $kind is ready"
  else
    say "PostgreSQL $major: no $kind here: $(tail -n 3 "$log")"
  fi
  rm -rf "$work"
}

store_report() {
  local kind=$1 major=$2
  if "${kind}_here" "$major"; then
    echo "$kind $major $("${kind}_version" "$major") $("${kind}_folder" "$major")"
  else
    echo "$kind $major missing -"
  fi
}

# version_of PROGRAM: `15.18` of `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
version_of() { "$1" --version | sed -E 's/^[^)]*\) ([0-9.]+).*/\1/'; }
