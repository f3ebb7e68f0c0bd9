# An image like the official one: what users run as an accessory, and what a proof with `server: docker`
# starts. Busybox, Debian's packages and an entry point of our own, put together without an engine.
# shellcheck shell=bash

IMAGE_KEY=$(fingerprint_of "${BASH_SOURCE[0]}" "$POSTGRES_LAB/entrypoint" "$LAB/lib/layers.sh" \
  "$POSTGRES_LAB/lib/clients.sh")

image_tar() { echo "$CACHE/postgres-$1-$IMAGE_KEY.tar"; }

# image_make MAJOR FILE
image_make() {
  local major=$1 work
  if [ -s "$2" ]; then return; fi
  need_commands busybox=busybox-static jq=jq
  say "making an image of PostgreSQL $major"
  rm -rf "$CACHE/postgres-$major"-*
  work=$(mktemp -d "$CACHE/postgres-$major-XXXXXX")
  busybox_into "$work/root"
  # Debian's packages expect these since they were merged into /usr.
  mkdir -p "$work"/root/usr/{bin,sbin,lib,lib64}
  mv "$work"/root/bin/* "$work/root/usr/bin/"
  rmdir "$work/root/bin"
  for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$work/root/$folder"; done
  image_unpack "$major" "$work"
  image_finish "$major" "$work/root"
  layer_make "$work/root" "$work/postgres"
  image_config "$(dpkg --print-architecture)" "$(image_settings "$major")" "$work/postgres.json" \
    >"$work/config.json"
  image_archive "postgres:$major" "$work/config.json" "$work/postgres.tar" >"$work/image"
  mv "$work/image" "$2"
  rm -rf "$work"
}

# image_unpack MAJOR WORK
image_unpack() (
  set -e
  apt_folder "$(client_suite "$1")" "$2/apt"
  mapfile -t packages < <(image_packages "$1")
  cd "$2/apt/downloads"
  apt-get download -qq "${packages[@]}"
  # Through tar, which keeps the links that stand where packages have folders.
  for package in *.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -C "$2/root" -xp --keep-directory-symlink
  done
)

# The server and every library below it, without the compiler for queries and Debian's cluster tools.
image_packages() {
  local unwanted='.*perl|llvm|z3|gdbm|db5|debconf|debian-installer|newt|slang|textwrap|semanage|pam-modules|proc2|c-l10n'
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
    --no-replaces --no-enhances "postgresql-$1" libnss-wrapper |
    grep -E "^(postgresql-(client-)?$1|tzdata|zlib1g|lib[a-z0-9.+-]*)\$" |
    grep -vE "^lib($unwanted)" | sort -u
}

# image_finish MAJOR ROOT: user, folders and settings as the official image has them.
image_finish() {
  local root=$2 sample=$2/usr/share/postgresql/$1/postgresql.conf.sample
  rm -rf "$root"/usr/share/{doc,man,locale,lintian} "$root/usr/lib/postgresql/$1/lib/bitcode" \
    "$root/usr/lib/postgresql/$1"/lib/llvmjit*
  echo 'postgres:x:999:999::/var/lib/postgresql:/bin/sh' >>"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'postgres:x:999:' >"$root/etc/group"
  mkdir -p "$root/docker-entrypoint-initdb.d"
  install -d -m 755 "$root/var/run"
  install -d -o 999 -g 999 -m 1777 "$root/var/lib/postgresql" "$root$(image_data "$1")"
  install -d -o 999 -g 999 -m 3777 "$root/var/run/postgresql"
  sed -i "s/^#listen_addresses = 'localhost'/listen_addresses = '*'/" "$sample"
  grep -q "^listen_addresses = '\*'" "$sample"
  install -D -m 755 "$POSTGRES_LAB/entrypoint" "$root/usr/local/bin/docker-entrypoint.sh"
}

image_data() { if [ "$1" -ge 18 ]; then echo "/var/lib/postgresql/$1/docker"; else echo /var/lib/postgresql/data; fi; }
image_volume() { if [ "$1" -ge 18 ]; then echo /var/lib/postgresql; else image_data "$1"; fi; }

image_settings() {
  local path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/$1/bin
  jq -nc --arg path "PATH=$path" --arg major "PG_MAJOR=$1" --arg data "PGDATA=$(image_data "$1")" \
    --arg volume "$(image_volume "$1")" --arg mark "$LABEL" '{
      Labels: {($mark): "image"},
      Env: [$path, $major, $data, "LANG=C.UTF-8"], Entrypoint: ["docker-entrypoint.sh"],
      Cmd: ["postgres"], StopSignal: "SIGINT", ExposedPorts: {"5432/tcp": {}}, Volumes: {($volume): {}}}'
}
