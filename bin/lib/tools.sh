# Tools that read and run workflows, in versions of our own, outside the checkout.
# shellcheck shell=bash

ACT_VERSION=v0.2.87
ACTIONLINT_VERSION=v1.7.12
ZIZMOR_VERSION=1.32.0
TOOLS=$CACHE/tools/act-$ACT_VERSION,actionlint-$ACTIONLINT_VERSION,zizmor-$ZIZMOR_VERSION

# act runs workflows, actionlint and zizmor read them: on PATH from here on.
setup_tools() {
  [ -x "$TOOLS/bin/zizmor" ] || make_tools
  PATH=$TOOLS/bin:$PATH
}

# Made aside and put in place whole.
make_tools() {
  local fresh
  need_go
  need_venv
  say "installing act $ACT_VERSION, actionlint $ACTIONLINT_VERSION and zizmor into $TOOLS"
  mkdir -p "$CACHE/tools"
  fresh=$(mktemp -d "$CACHE/tools/fresh-XXXXXX")
  if ! fill_tools "$fresh"; then
    rm -rf "$fresh"
    die 'act, actionlint or zizmor could not be installed: see above'
  fi
  # Another bin/test may have been quicker.
  mv -T "$fresh" "$TOOLS" 2>/dev/null || rm -rf "$fresh"
}

fill_tools() {
  quietly env "GOBIN=$1/bin" go install "github.com/nektos/act@$ACT_VERSION" &&
    quietly env "GOBIN=$1/bin" go install "github.com/rhysd/actionlint/cmd/actionlint@$ACTIONLINT_VERSION" &&
    quietly python3 -m venv "$1/python" &&
    quietly "$1/python/bin/pip" install --no-deps --only-binary :all: "zizmor==$ZIZMOR_VERSION" &&
    ln -s ../python/bin/zizmor "$1/bin/zizmor"
}

# Debian's python3 has no pip of its own, nor what a virtual environment needs.
need_venv() {
  if python3 -c 'import ensurepip' 2>/dev/null; then return; fi
  [ "$(id -u)" = 0 ] || die 'please install python3-venv, or run this as root'
  say 'installing python3-venv'
  install_stopped python3-venv || die 'apt could not install python3-venv'
}

workflow_steps() {
  setup_tools
  setup_postgres
  step fetch 'lab/postgres/fetch: servers and clients of every major' lab/postgres/fetch
  lab_hosts || return 0
  # One at a time: each workflow has the lab and a database for itself.
  jest_step workflows "$1" --runInBand --testTimeout=300000
}
