# The outer Docker engine, on which the hosts are containers: the one that is already there, or our
# own with its own socket and folders. The choice is kept in $STATE/engine as "own|found SOCKET".
# shellcheck shell=bash

ENGINE=$STATE/engine

engine_kind() { cut -d' ' -f1 "$ENGINE" 2>/dev/null; }
engine_socket() { cut -d' ' -f2 "$ENGINE" 2>/dev/null; }

# outer ARGS...: the docker client, talking to the outer engine.
outer() {
  local client=docker
  # Debian's client fits Debian's engine; a newer one may come first on PATH.
  [ "$(engine_kind)" = own ] && client=/usr/bin/docker
  "$client" -H "unix://$(engine_socket)" "$@"
}

engine_answers() { outer info >/dev/null 2>&1; }

engine_up() {
  if [ ! -s "$ENGINE" ]; then choose_engine; fi
  if engine_answers; then return; fi
  [ "$(engine_kind)" = own ] || die "the Docker engine at $(engine_socket) does not answer"
  start_own_engine
}

choose_engine() {
  local found
  if docker info >/dev/null 2>&1; then
    found=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}')}
    case $found in
      unix://*) echo "found ${found#unix://}" >"$ENGINE" ;;
      *) die "docker talks to $found: hosts need an engine on this machine (unset DOCKER_HOST)" ;;
    esac
    say "using the Docker engine at ${found#unix://}"
  else
    need_engine_packages
    echo "own $STATE/docker/docker.sock" >"$ENGINE"
  fi
}

# No iptables and no forwarding: hosts are reached through docker-proxy on loopback, so the
# machine's firewall stays as it is, and a host can't reach anything outside the lab.
own_engine_config() {
  jq -n --arg dir "$STATE/docker" '{
    hosts: ["unix://\($dir)/docker.sock"], pidfile: "\($dir)/pid",
    "data-root": "\($dir)/data", "exec-root": "\($dir)/exec",
    bridge: "none", iptables: false, ip6tables: false, "ip-forward": false,
    "exec-opts": ["native.cgroupdriver=cgroupfs"], "cgroup-parent": "/seaworthy-lab",
    "insecure-registries": ["registry.lab:5000"]
  }'
}

# What a killed engine leaves keeps the next one from starting: its own pid file (a zombie of that
# number is enough), and a containerd that looks alive.
forget_killed_engine() {
  local containerd=$STATE/docker/exec/containerd/containerd.pid
  end_process "$containerd"
  rm -f "$STATE/docker/pid" "$containerd"
}

start_own_engine() {
  say "starting a Docker engine of its own"
  mkdir -p "$STATE/docker"
  own_engine_config >"$STATE/docker/daemon.json"
  forget_killed_engine
  [ -e /etc/docker/key.json ] || : >"$STATE/made-docker-key"
  setsid dockerd --config-file "$STATE/docker/daemon.json" \
    >>"$STATE/docker/log" 2>&1 </dev/null 9>&- &
  for _ in {1..150}; do
    if engine_answers; then return; fi
    sleep 0.2
  done
  tail -n 20 "$STATE/docker/log" >&2
  die "the Docker engine did not start in 30 s: see above"
}
