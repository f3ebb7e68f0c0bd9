# Hosts: containers of the outer engine that behave like servers. Host N is 127.0.77.N to this
# machine (its real ports 22, 80 and 443) and $SUBNET.N to its fellow hosts.
# shellcheck shell=bash

NETWORK=seaworthy-lab
HOST_IMAGE=seaworthy-lab-host:$ROOTFS_KEY

host_image_up() {
  if outer image inspect "$HOST_IMAGE" >/dev/null 2>&1; then return; fi
  say "loading the hosts' root file system into the engine"
  outer import --change "LABEL $LABEL=image" "$ROOTFS_TAR" "$HOST_IMAGE" >/dev/null
}

network_up() {
  if outer network inspect "$NETWORK" >/dev/null 2>&1; then return; fi
  outer network create --label "$LABEL=network" --subnet "$SUBNET.0/24" --gateway "$GATEWAY" \
    "$NETWORK" >/dev/null
}

client_key_up() {
  [ -s "$KEY" ] || ssh-keygen -q -t ed25519 -N '' -C seaworthy-lab -f "$KEY"
}

# How a container may run an engine of its own. Where the machine withholds CAP_SYS_RESOURCE,
# --privileged fails, and with cgroup v1 the nested engine needs the machine's cgroups.
nesting_flags() {
  local bounding
  bounding=$(awk '/^CapBnd/ {print $2}' /proc/self/status)
  if [ "$(outer info --format '{{.CgroupVersion}}')" = 2 ] && ((0x$bounding >> 24 & 1)); then
    echo --privileged --cgroupns=private
  else
    echo --cap-add=ALL --cap-drop=SYS_RESOURCE --security-opt seccomp=unconfined \
      --security-opt systempaths=unconfined --cgroupns=host -v /sys/fs/cgroup:/sys/fs/cgroup:rw
  fi
}

# host_state NAME: none, created, running, paused or exited.
host_state() {
  local found
  found=$(outer container inspect "$1" \
    --format "{{.State.Status}} {{index .Config.Labels \"$LABEL\"}}" 2>/dev/null) || found='none host'
  case $found in
    *' host') echo "${found% host}" ;;
    *) die "a container named $1 exists that is not the lab's: rename it, or stop that engine" ;;
  esac
}

# host_up NAME NUMBER [docker create flags]: makes the host unless it is there, and starts it.
host_up() {
  local name=$1 number=$2 state
  shift 2
  state=$(host_state "$name")
  case $state in
    running) ;;
    none) say "making host $name at 127.0.77.$number" && host_create "$name" "$number" "$@" ;;
    paused) outer unpause "$name" >/dev/null ;;
    *) say "starting host $name" && outer start "$name" >/dev/null ;;
  esac
}

# After a crash of the engine all hosts are down, extra ones too.
extra_hosts_up() {
  local name
  [ -s "$INVENTORY" ] || return 0
  for name in $(jq -r '.hosts[].name' "$INVENTORY"); do
    if [ "$(host_state "$name")" = exited ]; then host_up "$name" 0; fi
  done
}

host_create() {
  local name=$1 number=$2 problem port ports=()
  shift 2
  for port in 22 80 443; do ports+=(-p "127.0.77.$number:$port:$port"); done
  # shellcheck disable=SC2046
  problem=$(outer create --name "$name" --hostname "$name" --label "$LABEL=host" \
    --network "$NETWORK" --ip "$SUBNET.$number" --add-host "registry.lab:$GATEWAY" "${ports[@]}" \
    --tmpfs /run:exec,mode=755 --stop-timeout 30 $(nesting_flags) $(names_flags) \
    -e LAB_AUTHORIZED_KEY="$(cat "$KEY.pub")" "$@" \
    "$HOST_IMAGE" /usr/bin/tini -- /usr/local/sbin/lab-host boot 2>&1 >/dev/null) ||
    die "host $name can't be made: $problem"
  outer cp "$LAB/inside/lab-host" "$name:/usr/local/sbin/lab-host" >/dev/null 2>&1
  outer start "$name" >/dev/null
}

# host_entry NAME NUMBER USER: waits for the host, and prints its entry for lab.json.
host_entry() {
  local name=$1 number=$2 user=$3 public fingerprint
  public=$(outer exec "$name" /usr/local/sbin/lab-host wait) ||
    die "host $name does not get ready: see above"
  fingerprint=$(ssh-keygen -lf - <<<"$public" | cut -d' ' -f2)
  jq -nc --arg name "$name" --arg address "127.0.77.$number" --arg private "$SUBNET.$number" \
    --arg user "$user" --arg key "$(cut -d' ' -f1,2 <<<"$public")" --arg fingerprint "$fingerprint" \
    '{name: $name, address: $address, private_address: $private, container: $name, user: $user,
      known_hosts: "\($address) \($key)", fingerprint: $fingerprint}'
}

# The deploy tool boots the proxy; its image can't be pulled in a lab without a way out.
host_load_proxy() {
  if outer exec "$1" docker image inspect "$PROXY_IMAGE" >/dev/null 2>&1; then return; fi
  outer exec -i "$1" docker load -q <"$PROXY_TAR" >/dev/null
}
