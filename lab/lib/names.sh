# Names inside the lab's own engine, which has no way out: "no such host" at once for every outside
# name, as a real resolver would say, instead of timeouts.
# shellcheck shell=bash

names_up() {
  local pid=$STATE/names.pid
  [ "$(engine_kind)" = own ] || return 0
  if ours "$(cat "$pid" 2>/dev/null)"; then return; fi
  need_commands dnsmasq=dnsmasq-base
  setsid dnsmasq --conf-file=/dev/null --keep-in-foreground --pid-file="$pid" --user=nobody \
    --no-hosts --no-resolv --local=/#/ --listen-address="$GATEWAY" --bind-interfaces \
    >"$STATE/names.log" 2>&1 </dev/null 9>&- &
  for _ in {1..50}; do
    if ours "$(cat "$pid" 2>/dev/null)"; then return; fi
    sleep 0.1
  done
  die "the lab's name server does not start: $(cat "$STATE/names.log")"
}

names_down() { end_process "$STATE/names.pid"; }

# Flags of docker create: names for the host, and for the containers on its default network.
names_flags() {
  if [ "$(engine_kind)" = own ]; then echo "--dns $GATEWAY -e LAB_DNS=$GATEWAY"; fi
}
