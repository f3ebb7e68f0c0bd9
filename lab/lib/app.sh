# The app's layers: busybox, and the binary for each architecture. Made once, kept in the cache.
# shellcheck shell=bash

APP_KEY=$(fingerprint_of "${BASH_SOURCE[0]}" "$LAB/lib/layers.sh" "$LAB"/app/*)
APP_DIR=$CACHE/app-layers-$APP_KEY

app_make() {
  if [ -d "$APP_DIR" ]; then return; fi
  mkdir -p "$CACHE"
  # Not the lab's lock: many images may be made at once, also while a host is added.
  { flock 8; app_build; } 8>"$CACHE/app.lock"
}

app_build() {
  if [ -d "$APP_DIR" ]; then return; fi
  need_go
  say "building the app"
  rm -rf "$CACHE"/app-*-*
  local work arch
  work=$(mktemp -d "$CACHE/app-work-XXXXXX")
  busybox_into "$work/base.root"
  layer_make "$work/base.root" "$work/base"
  for arch in amd64 arm64; do app_layer "$arch" "$work"; done
  go env GOARCH >"$work/native"
  rm -rf "$work"/*.root
  chmod 755 "$work"
  mv "$work" "$APP_DIR"
}

# `worker` is a second name, so that a role with `cmd: worker` starts the app in that mode.
app_layer() {
  local root=$2/$1.root
  mkdir -p "$root/bin"
  (cd "$LAB/app" && CGO_ENABLED=0 GOARCH=$1 go build -trimpath -ldflags '-s -w' -o "$root/bin/app" .)
  ln -s app "$root/bin/worker"
  layer_make "$root" "$2/$1"
}
