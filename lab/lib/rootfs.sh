# The hosts' root file system: a small Debian with sshd and Docker, made once and kept in the cache.
# shellcheck shell=bash

ROOTFS_SUITE=trixie
ROOTFS_PACKAGES=openssh-server,docker.io,docker-cli,docker-buildx,iptables,iproute2,ca-certificates,curl,procps
ROOTFS_KEY=$(fingerprint_of "${BASH_SOURCE[0]}")
ROOTFS_TAR=$CACHE/rootfs-$ROOTFS_KEY.tar

# The mirror that apt uses here; elsewhere (Ubuntu) debootstrap knows Debian's own.
debian_mirror() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "Debian" {print $3; exit}'
}

rootfs_make() {
  if [ -s "$ROOTFS_TAR" ]; then return; fi
  need_commands debootstrap=debootstrap
  say "making the hosts' root file system (about a minute, kept for the next time)"
  local root log=$CACHE/rootfs.log
  # An interrupted debootstrap leaves /proc mounted in there.
  unmount_below "$CACHE"
  rm -rf --one-file-system "$CACHE"/rootfs-*
  root=$(mktemp -d "$CACHE/rootfs-XXXXXX")
  # shellcheck disable=SC2046
  debootstrap --variant=minbase --include="$ROOTFS_PACKAGES" "$ROOTFS_SUITE" "$root" \
    $(debian_mirror) >"$log" 2>&1 || { tail -n 10 "$log" >&2; die "debootstrap failed: see $log"; }
  rootfs_trim "$root"
  tar -C "$root" --numeric-owner -cf "$ROOTFS_TAR.part" .
  mv "$ROOTFS_TAR.part" "$ROOTFS_TAR"
  rm -rf "$root" "$log"
}

# Host keys have to differ from host to host; the rest only takes room.
rootfs_trim() {
  (
    cd "$1" || exit
    rm -f etc/ssh/ssh_host_* var/cache/debconf/*-old
    rm -rf var/cache/apt/* var/lib/apt/lists/* usr/share/doc/* usr/share/man/* usr/share/locale/*
  )
}
