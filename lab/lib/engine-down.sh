# Taking the outer engine's traces away again.
# shellcheck shell=bash

engine_down() {
  case $(engine_kind) in
    own) clear_own_engine ;;
    found) remove_our_objects ;;
  esac
}

remove_our_objects() {
  local ids
  ids=$(outer ps -aq --filter "label=$LABEL")
  # shellcheck disable=SC2086
  [ -z "$ids" ] || outer rm -fv $ids >/dev/null
  outer network rm "$NETWORK" >/dev/null 2>&1 || true
  ids=$( (outer images -q --filter "label=$LABEL"; outer images -q "$REGISTRY/lab/*") | sort -u)
  # shellcheck disable=SC2086
  [ -z "$ids" ] || outer rmi -f $ids >/dev/null
}

# If the engine died, its containers may still run: only an engine can end them properly.
clear_own_engine() {
  engine_answers || start_own_engine
  remove_our_objects
  end_process "$STATE/docker/pid"
  unmount_below "$STATE"
  remove_cgroups
  remove_own_files
}

remove_cgroups() {
  find /sys/fs/cgroup -depth -type d -path '*/seaworthy-lab*' -exec rmdir {} + 2>/dev/null || true
}

# The engine makes these whatever its configuration says.
remove_own_files() {
  if [ -e "$STATE/made-docker-key" ]; then rm -f /etc/docker/key.json; fi
  rmdir /etc/docker /run/docker/plugins /run/docker /run/containerd/s /run/containerd \
    2>/dev/null || true
}
