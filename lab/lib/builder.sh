# A host that builds: BuildKit inside an engine that keeps images in containerd's store, whose socket this
# machine can reach, and the docker client's plugin that speaks to it.
# shellcheck shell=bash

PLUGINS=$CACHE/cli-plugins-$ROOTFS_KEY

# Short: the path of a socket has 107 characters at most.
builder_folder() { echo "$STATE/builders/$1"; }

builder_folder_make() { install -d -m 700 "$STATE/builders" "$(builder_folder "$1")"; }

# The plugin of the hosts' own Debian; older ones can't tell what they have pushed.
buildx_make() {
  local inside=usr/libexec/docker/cli-plugins/docker-buildx work
  if [ -x "$PLUGINS/docker-buildx" ]; then return; fi
  rootfs_make
  rm -rf "$CACHE"/cli-plugins-*
  work=$(mktemp -d "$CACHE/plugins-XXXXXX")
  tar -xf "$ROOTFS_TAR" -C "$work" "./$inside"
  mkdir "$work/plugins"
  mv "$work/$inside" "$work/plugins/"
  chmod -R a+rX "$work/plugins"
  mv "$work/plugins" "$PLUGINS"
  rm -rf "$work"
}

# builder_entry NAME ENTRY: its entry with what a client needs.
builder_entry() {
  jq -c --arg socket "$(builder_folder "$1")/docker.sock" --arg plugins "$PLUGINS" \
    '. + {builder: {$socket, $plugins}}' <<<"$2"
}
