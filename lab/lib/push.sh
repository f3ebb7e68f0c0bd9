# Pushing an image to the lab's registry over its HTTP interface.
# shellcheck shell=bash

MANIFEST_TYPE=application/vnd.docker.distribution.manifest.v2+json

# The password stays out of the process list.
registry_call() {
  curl -sS --fail-with-body --noproxy '*' --netrc-file "$STATE/registry/netrc" "$@"
}

# push_blob REPOSITORY FILE DIGEST: unless the repository has it.
push_blob() {
  local base=http://$REGISTRY/v2/$1/blobs place
  if registry_call -o /dev/null -I "$base/$3" 2>/dev/null; then return; fi
  place=$(registry_call -o /dev/null -D - -X POST "$base/uploads/" |
    tr -d '\r' | awk 'tolower($1) == "location:" {print $2}')
  registry_call -o /dev/null -X PUT -T "$2" -H 'Content-Type: application/octet-stream' \
    "$place&digest=$3"
}

image_manifest() {
  local config=$1
  shift
  jq -sc --arg type "$MANIFEST_TYPE" --arg digest "$(digest_of "$config")" \
    --argjson size "$(stat -c %s "$config")" '{
      schemaVersion: 2, mediaType: $type,
      config: {mediaType: "application/vnd.docker.container.image.v1+json", $size, $digest},
      layers: map({mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size, digest})
    }' "$@"
}

# push_image REPOSITORY TAG CONFIGFILE LAYER...: LAYER is a path without its ending.
push_image() {
  local repository=$1 tag=$2 config=$3 layer
  shift 3
  for layer in "$@"; do
    push_blob "$repository" "$layer.tar.gz" "$(jq -r .digest "$layer.json")"
  done
  push_blob "$repository" "$config" "$(digest_of "$config")"
  image_manifest "$config" "${@/%/.json}" >"$config.manifest"
  registry_call -o /dev/null -X PUT -H "Content-Type: $MANIFEST_TYPE" -T "$config.manifest" \
    "http://$REGISTRY/v2/$repository/manifests/$tag"
  digest_of "$config.manifest"
}
