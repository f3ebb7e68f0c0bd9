# What the lab needs from apt. Quiet and quick when everything is there.
# shellcheck shell=bash

# need_commands COMMAND=PACKAGE...: installs the packages whose command is missing.
need_commands() {
  local pair missing=()
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  if [ ${#missing[@]} = 0 ]; then return; fi
  command -v apt-get >/dev/null || die "please install: ${missing[*]} (the lab can do it only with apt)"
  say "installing ${missing[*]}"
  install_stopped "${missing[@]}" || die "apt could not install: ${missing[*]}"
}

# On a machine with systemd, docker-registry and docker.io would start services of their own, the
# one on the registry's port. policy-rc.d is Debian's way to say no.
install_stopped() {
  local policy=/usr/sbin/policy-rc.d status=0
  [ -e "$policy" ] && policy=
  [ -z "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; }
  apt_install "$@" || status=$?
  [ -z "$policy" ] || rm -f "$policy"
  return "$status"
}

apt_install() {
  local install=(apt-get install -qq -y --no-install-recommends "$@")
  export DEBIAN_FRONTEND=noninteractive
  "${install[@]}" >/dev/null 2>&1 && return
  apt-get update -qq >/dev/null && "${install[@]}" >/dev/null
}

need_base_packages() {
  need_commands debootstrap=debootstrap docker-registry=docker-registry busybox=busybox-static \
    htpasswd=apache2-utils ssh-keygen=openssh-client ip=iproute2 ps=procps jq=jq curl=curl
}

need_engine_packages() {
  need_commands dockerd=docker.io iptables=iptables
}

# A go older than 1.21 can't fetch the toolchain that go.mod asks for.
need_go() {
  PATH=$PATH:/usr/local/go/bin
  need_commands go=golang-go
  local minor
  minor=$(go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
  [ "$minor" -ge 21 ] || die "go 1.$minor is too old: install Go 1.21 or newer (it fetches the rest)"
}
