import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { engineClient, readLab, type LabHost } from '../../../lab/kit/lab.ts'
import { outputOf } from '../../../lab/kit/processes.ts'
import { join as joinStreams } from '../../../src/base/join.ts'
import { connect } from '../../../src/ssh/connect.ts'
import type { Connection } from '../../../src/ssh/connection.ts'
import { readPrivateKey } from '../../../src/ssh/keys.ts'
import { parseKnownHosts } from '../../../src/ssh/known-hosts.ts'
import { socketOf } from './builder.ts'

const container = 'kamal-docker-registry'

/** Docker's client at the engine of a host that builds. */
export const dockerOf = (host: LabHost, ...args: readonly string[]): Promise<string> =>
  outputOf(engineClient()[0], ['-H', socketOf(host), ...args], { timeoutMs: 60_000 })

const script = `
mkdir "$1/root" "$1/root/data"
program=$(command -v docker-registry)
cp --parents -L "$program" $(ldd "$program" | grep -o '/[^ ]*') "$1/root"
cp "$1/config.json" "$1/root/config.json"
tar -C "$1/root" -cf "$1/image.tar" .
`

const config = {
  ...{ version: '0.1', log: { level: 'warn' }, http: { addr: ':5000' } },
  storage: { filesystem: { rootdirectory: '/data' } },
}

/** The lab's registry program as the image that Kamal starts; a broken one has no such command. */
export const makeRegistryImage = async (
  host: LabHost,
  kind: 'working' | 'broken',
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-registry-'))
  const program = kind === 'broken' ? '/missing' : 'docker-registry'
  try {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
    execFileSync('sh', ['-euc', script, 'sh', folder])
    const change = `CMD ${JSON.stringify([program, 'serve', '/config.json'])}`
    await dockerOf(host, 'import', '--change', change, join(folder, 'image.tar'), 'registry:3')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const removeContainer = (host: LabHost): Promise<string> =>
  dockerOf(host, 'rm', '--force', container)

/** A connection of one's own to a host of the lab. */
export const sshTo = ({ name, address, user, knownHosts }: LabHost): Promise<Connection> =>
  connect({
    ...{ name, host: address, port: 22, user },
    keys: [readPrivateKey(readLab().key)],
    known: parseKnownHosts([knownHosts]),
  })

/** What the host that builds publishes on its loopback, on that of this machine, from then on. */
export const lookThrough = async (host: LabHost, port: number): Promise<() => Promise<void>> => {
  const connection = await sshTo(host)
  const never = new AbortController().signal
  const callers = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    callers.add(caller.on('error', () => undefined))
    connection.forwardTcp('127.0.0.1', port, never).then(
      (far) => joinStreams(caller, far),
      () => caller.destroy(),
    )
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return async () => {
    for (const caller of callers) caller.destroy()
    server.close()
    await connection.close()
  }
}

/** Resolves when the registry's container runs, within a minute. */
export const registryRuns = async (host: LabHost): Promise<void> => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if ((await dockerOf(host, 'ps', '--quiet', '--filter', `name=^${container}$`)) !== '') return
    await sleep(200)
  }
  throw new Error('no registry was started')
}
