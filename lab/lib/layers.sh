# Image layers and configurations as plain files: with them an image is put together in milliseconds,
# without an engine, and by many callers at once.
# shellcheck shell=bash

# layer_make FOLDER NAME: FOLDER as layer NAME.tar and NAME.tar.gz, with digests in NAME.json.
layer_make() {
  tar -C "$1" --sort=name --mtime=@0 --numeric-owner -cf "$2.tar" .
  gzip -nkf "$2.tar"
  jq -n --arg diff "$(digest_of "$2.tar")" --arg digest "$(digest_of "$2.tar.gz")" \
    --argjson size "$(stat -c %s "$2.tar.gz")" '{$diff, $digest, $size}' >"$2.json"
}

digest_of() { echo "sha256:$(sha256sum "$1" | cut -d' ' -f1)"; }

# Shell and everyday tools for `docker exec`, in an otherwise empty image.
busybox_into() {
  local applet
  mkdir -p "$1/bin" "$1/etc" "$1/tmp"
  chmod 1777 "$1/tmp"
  cp "$(command -v busybox)" "$1/bin/busybox"
  while read -r applet; do
    [ "$applet" = busybox ] || ln -s busybox "$1/bin/$applet"
  done < <("$1/bin/busybox" --list)
  echo 'root:x:0:0:root:/:/bin/sh' >"$1/etc/passwd"
}

# image_config ARCH CONFIG LAYER.json...: an image configuration.
image_config() {
  local arch=$1 config=$2
  shift 2
  jq -sc --arg architecture "$arch" --arg created "$(date -u +%FT%TZ)" --argjson config "$config" \
    '{$architecture, os: "linux", $created, $config, rootfs: {type: "layers", diff_ids: map(.diff)}}' "$@"
}

# image_archive TAG CONFIGFILE LAYER.tar...: what `docker load` reads, on stdout.
image_archive() (
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  names=()
  cp "$2" "$folder/config.json"
  for layer in "${@:3}"; do
    ln -s "$(realpath "$layer")" "$folder/${layer##*/}"
    names+=("${layer##*/}")
  done
  jq -n --arg tag "$1" '[{Config: "config.json", RepoTags: [$tag], Layers: $ARGS.positional}]' \
    --args "${names[@]}" >"$folder/manifest.json"
  tar -C "$folder" -ch config.json manifest.json "${names[@]}"
)
