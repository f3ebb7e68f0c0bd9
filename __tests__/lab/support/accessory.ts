import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll } from '@jest/globals'
import { loadPostgresImage, startAccessory, type Accessory } from '../../../lab/kit/accessory.ts'
import { addHost, onHost, readLab, removeHost, type LabHost } from '../../../lab/kit/lab.ts'
import { startNightly, type Nightly } from '../../postgres/real/dist/steps.ts'

export interface Harbour {
  readonly host: LabHost
  readonly db: Accessory
  readonly nightly: Nightly
  /** Of a step that backs up what is in `container`, logging in as `user`. */
  readonly inputs: (container?: string, user?: string) => Readonly<Record<string, string>>
  readonly secrets: () => readonly string[]
}

const inputsFor =
  (host: LabHost): Harbour['inputs'] =>
  (container = 'shop-db', user = 'root') => ({
    through: `ssh://${user}@${host.address}/${container}`,
    'ssh-private-key': readLab().key,
    'ssh-known-hosts': host.knownHosts,
  })

/**
 * A host of a test's own with PostgreSQL 17 as the accessory `shop-db`, and a repository that backs it
 * up. Returns how to get it once the tests run.
 */
export const harbourForTests = (prefix: string): (() => Harbour) => {
  const name = `${prefix}-${randomBytes(2).toString('hex')}`
  let harbour: Harbour | undefined
  beforeAll(async () => {
    const host = await addHost(name)
    await loadPostgresImage(17, host)
    const password = randomBytes(12).toString('hex')
    const wish = {
      major: 17,
      name: 'shop-db',
      user: 'captain',
      database: 'shop',
      password,
    } as const
    const db = await startAccessory({ ...wish, host })
    const nightly = await startNightly()
    const key = readLab().key.trim().split('\n').slice(1, -1)
    const secrets = () => [password, nightly.identity, ...key]
    harbour = { host, db, nightly, inputs: inputsFor(host), secrets }
  }, 400_000)
  afterAll(async () => {
    await harbour?.nightly.close()
    await removeHost(name)
  }, 60_000)
  return () => {
    if (harbour === undefined) throw new Error('The host has not been made')
    return harbour
  }
}

const footprint = `
  find / -xdev -newer /run/lab-mark ! -type d ! -path '/var/log/*' ! -path '/proc/*' ! -path '/sys/*'
  find /tmp /var/tmp /dev/shm /root /home -mindepth 1 ! -path '/root/.ssh*' ! -path '/root/.*rc' ! -path '/home/*'
  pgrep -af 'docker (exec|run|cp)|pg_dump' | grep -v pgrep
  docker ps --format '{{.Names}}'
  docker diff shop-db | grep -v /run/
  docker top shop-db -o pid,args | sed 's/^ *[0-9]* *//' | grep -v '^postgres$' | grep -v '^postgres: [a-z ]*$'
`

/** From here on `leftOn` tells of new files. */
export const markHost = async (host: LabHost): Promise<void> => {
  await onHost(host, 'touch /run/lab-mark; sleep 0.1')
}

/** All that a backup could have left on a host or in its container, whatever it is. */
export const leftOn = async (host: LabHost): Promise<readonly string[]> => {
  const { stdout, stderr } = await onHost(host, footprint)
  return [...stdout.split('\n'), ...stderr.split('\n')].filter((line) => line !== '').sort()
}
