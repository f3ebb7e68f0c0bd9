# kamal-proxy as the image that Kamal expects on a host, built from its Go module.
# shellcheck shell=bash

PROXY_MODULE=github.com/basecamp/kamal-proxy
PROXY_VERSION=$(awk -v module="$PROXY_MODULE" '$2 == module {print $3}' "$LAB/proxy/go.mod")
PROXY_IMAGE=basecamp/kamal-proxy:$PROXY_VERSION
PROXY_KEY=$(fingerprint_of "${BASH_SOURCE[0]}" "$LAB/lib/layers.sh" "$LAB/proxy/go.mod" "$LAB/proxy/go.sum")
PROXY_TAR=$CACHE/proxy-$PROXY_KEY.tar

# Kamal prunes by this label and relies on user 1000 owning the data folder.
PROXY_CONFIG='{
  "User": "kamal-proxy", "Cmd": ["kamal-proxy", "run"], "Env": ["PATH=/usr/local/bin:/bin"],
  "ExposedPorts": {"80/tcp": {}, "443/tcp": {}},
  "Labels": {"org.opencontainers.image.title": "kamal-proxy"}
}'

proxy_make() {
  if [ -s "$PROXY_TAR" ]; then return; fi
  need_go
  say "building kamal-proxy $PROXY_VERSION"
  rm -rf "$CACHE"/proxy-*
  local work root
  work=$(mktemp -d "$CACHE/proxy-XXXXXX")
  root=$work/root
  busybox_into "$root"
  echo 'kamal-proxy:x:1000:1000::/home/kamal-proxy:/bin/sh' >>"$root/etc/passwd"
  echo 'kamal-proxy:x:1000:' >"$root/etc/group"
  install -d -o 1000 -g 1000 "$root"/home/kamal-proxy{,/.config,/.config/kamal-proxy}
  mkdir -p "$root/usr/local/bin"
  (cd "$LAB/proxy" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' \
    -o "$root/usr/local/bin/kamal-proxy" "$PROXY_MODULE/cmd/kamal-proxy")
  layer_make "$root" "$work/proxy"
  image_config "$(go env GOARCH)" "$PROXY_CONFIG" "$work/proxy.json" >"$work/config.json"
  image_archive "$PROXY_IMAGE" "$work/config.json" "$work/proxy.tar" >"$work/image"
  mv "$work/image" "$PROXY_TAR"
  rm -rf "$work"
}
