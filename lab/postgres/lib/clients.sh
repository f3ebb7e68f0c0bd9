# Client programs: the installed ones, else those of the Debian release that has the major. They are
# unpacked, not installed, and run with the libraries of their own release.
# shellcheck shell=bash

CLIENT_PROGRAMS=(pg_dump pg_dumpall pg_restore psql)

client_folder() { echo "$STORE/clients/$1"; }
client_version() { version_of "$STORE/clients/$1/bin/pg_dump"; }
client_here() { [ -x "$STORE/clients/$1/bin/pg_dump" ]; }

client_suite() {
  case $1 in
    13) echo bullseye ;;
    15) echo bookworm ;;
    17) echo trixie ;;
    18) echo sid ;;
    *) return 1 ;;
  esac
}

# No Debian release has 14 or 16: only where they are installed are there client programs.
client_known() { [ -x "/usr/lib/postgresql/$1/bin/pg_dump" ] || client_suite "$1" >/dev/null; }

# client_make MAJOR WORK
client_make() (
  set -e
  installed=/usr/lib/postgresql/$1/bin
  if [ -x "$installed/pg_dump" ]; then
    mkdir "$2/ready"
    ln -s "$installed" "$2/ready/bin"
    exit
  fi
  suite=$(client_suite "$1")
  client_unpack "$1" "$suite" "$2"
  for program in "${CLIENT_PROGRAMS[@]}"; do
    client_wrapper "$1" "$program" >"$2/ready/bin/$program"
    chmod a+x "$2/ready/bin/$program"
  done
  for program in "${CLIENT_PROGRAMS[@]}"; do "$2/ready/bin/$program" --version; done
)

# client_unpack MAJOR SUITE WORK
client_unpack() {
  local work=$3 packages
  mkdir -p "$work/ready/bin"
  apt_folder "$2" "$work/apt"
  mapfile -t packages < <(client_packages "$1")
  (cd "$work/apt/downloads" && apt-get download -qq "${packages[@]}")
  for package in "$work"/apt/downloads/*.deb; do dpkg-deb -x "$package" "$work/ready/root"; done
  rm -rf "$work"/ready/root/{etc,var} "$work"/ready/root/usr/share/{doc,man,locale,lintian}
}

# apt_folder SUITE FOLDER: from here on apt works for this release, in a folder of its own, and checks
# its signatures.
apt_folder() {
  mkdir -p "$2"/{lists,cache/archives,downloads}
  apt_source "$1" >"$2/sources.list"
  : >"$2/status"
  apt_configuration "$2" >"$2/apt.conf"
  export APT_CONFIG=$2/apt.conf
  apt-get update -qq
}

apt_source() {
  local mirror
  mirror=$(debian_mirror)
  # Elsewhere than on Debian, debootstrap knows where Debian is.
  [ -n "$mirror" ] || mirror=$(sed -n 's/^DEF_MIRROR="\(.*\)"$/\1/p' /usr/sbin/debootstrap)
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $1 main"
}

apt_configuration() {
  cat <<CONFIGURATION
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "-";
Dir::State "$1";
Dir::State::lists "$1/lists";
Dir::State::status "$1/status";
Dir::Cache "$1/cache";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
APT::Sandbox::User "$(id -un)";
CONFIGURATION
}

# The programs and every library below them; not the Perl of Debian's wrapper. The release's libc
# only where it is newer than this machine's: an older one can't load this machine's other parts.
client_packages() {
  local unwanted='perl|gdbm|db5|sasl2-modules|c-gconv'
  newer_libc || unwanted="$unwanted|c6|crypt1"
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
    --no-replaces --no-enhances "postgresql-client-$1" |
    grep -E "^(postgresql-client-$1|zlib1g|lib[a-z0-9.+-]*)\$" |
    grep -vE "^lib($unwanted)" | sort -u
}

newer_libc() {
  local here there
  here=$(getconf GNU_LIBC_VERSION)
  there=$(apt-cache show libc6 | sed -n 's/^Version: //p' | head -n 1)
  dpkg --compare-versions "$there" gt "${here#glibc }-999"
}

# client_wrapper MAJOR PROGRAM: `--argv0`, because pg_dumpall looks for pg_dump beside itself.
client_wrapper() {
  cat <<WRAPPER
#!/bin/sh
here=\$(dirname "\$(readlink -f "\$0")")
root=\$here/../root
libraries=\$root/usr/lib/x86_64-linux-gnu:\$root/lib/x86_64-linux-gnu
loader=\$root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
[ -x "\$loader" ] || loader=/lib64/ld-linux-x86-64.so.2
exec "\$loader" --argv0 "\$here/$2" --library-path "\$libraries" \\
  "\$root/usr/lib/postgresql/$1/bin/$2" "\$@"
WRAPPER
}
