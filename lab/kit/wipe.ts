import { onHost, type LabHost } from './lab.ts'

/** `$1` is the service, `$2` the login user's home. */
const script = `
docker ps --all --quiet --filter "label=service=$1" | xargs -r docker rm --force
docker exec kamal-proxy kamal-proxy list 2>/dev/null |
  sed 's/\\x1b\\[[0-9;]*m//g' | awk 'NR > 1 { print $1 }' | grep "^$1-" |
  xargs -rn1 docker exec kamal-proxy kamal-proxy remove
docker images --quiet "registry.lab:5000/lab/$1" | sort -u | xargs -r docker rmi --force
cd "$2/.kamal" 2>/dev/null || exit 0
rm -rf "apps/$1" apps/"$1"-* "proxy/apps-config/$1" "lock-$1" lock-"$1"[.-]* "$1-audit.log" "$1"-*-audit.log
`

/**
 * Takes every trace of a service and its destinations off hosts that others use too: containers,
 * routes, images, files, locks. A service whose name begins with this one's and a dash goes with it.
 */
export const wipe = async (hosts: readonly LabHost[], service: string): Promise<void> => {
  await Promise.all(
    hosts.map(async (host) => {
      const home = host.user === 'root' ? '/root' : `/home/${host.user}`
      const { code, stderr } = await onHost(host, `sh -s -- ${service} ${home}`, { input: script })
      if (code !== 0) throw new Error(`${host.name} can't be wiped of ${service}: ${stderr}`)
    }),
  )
}
