import { image, onHost, readLab, type LabHost } from '../../../lab/kit/lab.ts'
import { connectFleet } from '../../../src/fleet/connect/connect.ts'
import { readPrivateKey } from '../../../src/ssh/keys.ts'
import { parseKnownHosts } from '../../../src/ssh/known-hosts.ts'
import type { Mishap } from './case.ts'
import type { Tried } from './carry-out.ts'
import { assets, service, versions, type Ground, type Version } from './cases/ground.ts'

const faults: Readonly<Record<Version, Readonly<Record<string, string>>>> = {
  v1: {},
  v2: {},
  slow: { APP_BOOT_MS: '2000' },
  bad: { APP_UP_STATUS: '500' },
  crash: { APP_CRASH: '1', APP_CRASH_AFTER_MS: '300' },
  stubborn: { APP_IGNORE_TERM: '1' },
}

const files = Object.fromEntries(
  Object.entries(assets).map(([path, text]) => [`/public/${path}`, text]),
)

/** Pushes the images that cases use. */
export const realGround = async (): Promise<Ground> => {
  const digests: Partial<Record<Version, string>> = {}
  for (const version of versions)
    digests[version] = (await image(service, version, { env: faults[version], files })).trim()
  const { registry } = readLab()
  return { registry, digests: digests as Ground['digests'] }
}

const away = `
docker ps --all --quiet | xargs -r docker rm --force --volumes
docker volume ls --quiet | xargs -r docker volume rm
docker network rm kamal
docker images --quiet registry.lab:5000/lab/conform | sort -u | xargs -r docker rmi --force
rm -rf t mark .kamal
`

/** Takes everything off a host that a case may have left there. */
export const wipeAll = async (host: LabHost): Promise<void> => {
  await onHost(host, away)
}

const said = async (host: LabHost, command: string): Promise<void> => {
  const { code, stderr } = await onHost(host, command)
  if (code !== 0) throw new Error(`${host.name}: ${command}: ${stderr}`)
}

const answers = `timeout 30 sh -c 'until docker version >/dev/null 2>&1; do sleep 0.1; done'`
const program = '$(command -v dockerd || echo /usr/sbin/dockerd)'
const pid = 'kill $(cat /run/docker.pid)'
const gone = `timeout 30 sh -c 'while docker version >/dev/null 2>&1; do sleep 0.1; done'`

const mishaps: Readonly<Record<Mishap, string>> = {
  'docker-restarts': `${pid} && ${gone}; ${answers}`,
  // The lab starts it again and again: what is not there can't be started.
  'docker-stops': `mv ${program} ${program}.away && ${pid} && ${gone}`,
  'docker-starts': `mv ${program}.away ${program} && ${answers}`,
}

/** A host of the lab, over its real connection; whoever connects closes. */
export const tryReal = async (host: LabHost): Promise<Tried & { close: () => Promise<void> }> => {
  const target = {
    name: host.name,
    host: host.address,
    port: 22,
    user: host.user,
    keys: [readPrivateKey(readLab().key)],
    known: parseKnownHosts([host.knownHosts]),
  }
  const fleet = await connectFleet([target])
  const [connected] = fleet.hosts
  if (connected === undefined) throw new Error(JSON.stringify(fleet.failures))
  return {
    host: connected,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    happen: (mishap) => said(host, mishaps[mishap]),
    close: () => fleet.close(),
  }
}
