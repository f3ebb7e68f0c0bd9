# A registry with a password, as a process of this machine: registry.lab:5000 for it and its hosts.
# shellcheck shell=bash

REGISTRY=registry.lab:5000
REGISTRY_USER=lab
HOSTS_LINE='127.0.0.1 registry.lab # seaworthy-lab'

registry_answers() {
  [ "$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --netrc-file "$STATE/registry/netrc" \
    "http://$REGISTRY/v2/")" = 200 ]
}

registry_named() {
  grep -qxF "$HOSTS_LINE" /etc/hosts && return
  [ -z "$(tail -c 1 /etc/hosts)" ] || echo >>/etc/hosts
  echo "$HOSTS_LINE" >>/etc/hosts
}

registry_up() {
  registry_named
  if [ -s "$STATE/registry/netrc" ] && registry_answers; then return; fi
  say "starting the registry at $REGISTRY"
  mkdir -p "$STATE/registry"
  [ -s "$STATE/registry/password" ] || registry_secrets
  registry_config >"$STATE/registry/config.json"
  setsid docker-registry serve "$STATE/registry/config.json" \
    >>"$STATE/registry/log" 2>&1 </dev/null 9>&- &
  echo $! >"$STATE/registry/pid"
  for _ in {1..100}; do
    if registry_answers; then return; fi
    sleep 0.1
  done
  tail -n 5 "$STATE/registry/log" >&2
  die "the registry does not answer at $REGISTRY (is port 5000 taken?): see above"
}

registry_secrets() (
  umask 077
  cd "$STATE/registry" || exit
  random_password >password
  htpasswd -iBc ./htpasswd "$REGISTRY_USER" <password 2>/dev/null
  printf 'machine registry.lab login %s password %s\n' "$REGISTRY_USER" "$(cat password)" >netrc
)

random_password() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# The registry reads YAML, of which JSON is a part.
registry_config() {
  jq -n --arg dir "$STATE/registry" '{
    version: 0.1, log: {level: "warn"}, http: {addr: ":5000"},
    storage: {filesystem: {rootdirectory: "\($dir)/data"}, delete: {enabled: true}},
    auth: {htpasswd: {realm: "lab", path: "\($dir)/htpasswd"}}
  }'
}

registry_down() {
  end_process "$STATE/registry/pid"
  grep -qxF "$HOSTS_LINE" /etc/hosts || return 0
  local rest
  rest=$(grep -vxF "$HOSTS_LINE" /etc/hosts)
  # Written in place: /etc/hosts can be a mount, which can't be replaced by renaming.
  printf '%s\n' "$rest" >/etc/hosts
}
