# lab.json: what a test needs to know about the lab. Only changed while holding the lab's lock.
# shellcheck shell=bash

inventory_write() {
  cat >"$INVENTORY.part"
  chmod 600 "$INVENTORY.part" "$KEY"
  # With sudo, the caller's tests have to read it.
  if [ -n "${SUDO_UID:-}" ]; then chown "$SUDO_UID" "$INVENTORY.part" "$KEY"; fi
  mv "$INVENTORY.part" "$INVENTORY"
  jq -r '.hosts[].known_hosts' "$INVENTORY" >"$STATE/known_hosts"
}

# inventory_set ENTRY...: writes lab.json with these hosts, keeping others that are in it already.
inventory_set() {
  local others='[]'
  [ ! -s "$INVENTORY" ] || others=$(jq -c .hosts "$INVENTORY")
  printf '%s\n' "$@" | jq -s --argjson others "$others" --arg key "$KEY" \
    --arg server "$REGISTRY" --arg username "$REGISTRY_USER" \
    --arg password "$(cat "$STATE/registry/password")" --arg docker "$(engine_socket)" '
    (map(.name)) as $new |
    {hosts: (. + ($others | map(select(.name | IN($new[]) | not)))
       | sort_by(.address | split(".")[3] | tonumber)),
     key: $key, registry: {$server, $username, $password}, docker: $docker}' | inventory_write
}

inventory_drop() {
  jq --arg name "$1" '.hosts |= map(select(.name != $name))' "$INVENTORY" | inventory_write
}

# inventory_host NAME|N: that host's entry, or nothing.
inventory_host() {
  jq -c --arg name "$1" '.hosts[] | select(.name == $name or .name == "h\($name)")' "$INVENTORY"
}
