import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { connectFleet } from '../../../src/fleet/connect/connect.ts'
import type { ConnectedFleet } from '../../../src/fleet/connect/connect.ts'
import type { Script } from '../../../src/host/script.ts'
import type { Word } from '../../../src/host/word.ts'
import { parseKnownHosts } from '../../../src/ssh/known-hosts.ts'
import { startRelay } from '../../ssh/relay.ts'
import { freePort, startSshd, stopAll } from '../../ssh/sshd.ts'
import type { Sshd } from '../../ssh/sshd.ts'
import { startApp } from './app.ts'

let sshd: Sshd
let fleet: ConnectedFleet

beforeAll(async () => {
  sshd = await startSshd(['AllowTcpForwarding no'])
})
afterAll(stopAll)

const script = (words: readonly Word[], changes: Partial<Script> = {}): Script => ({
  kind: 'script',
  title: 'try',
  words,
  changes: true,
  timeoutMs: 10_000,
  ...changes,
})

describe('a host', () => {
  beforeEach(async () => {
    fleet = await connectFleet([sshd.target()])
  })
  afterEach(() => fleet.close())

  test('carries out a script and answers what it found', async () => {
    const path = join(sshd.folder, 'note')
    const answer = await fleet.hosts[0]!.script(
      script([
        { word: 'write', path, text: "it's\nhere\n", mode: '600' },
        { word: 'read', path, as: 'note' },
        { word: 'read', path: `${path}-not`, as: 'none' },
      ]),
    )
    expect(answer).toMatchObject({ code: 0, values: { note: "it's\nhere\n" }, failedAt: undefined })
  })

  test('says which word of a script failed, and why', async () => {
    const answer = await fleet.hosts[0]!.script(
      script([
        { word: 'dir', path: join(sshd.folder, 'a') },
        { word: 'dir', path: '/proc/nowhere' },
        { word: 'dir', path: join(sshd.folder, 'b') },
      ]),
    )
    expect(answer.failedAt).toBe(1)
    expect(answer.code).not.toBe(0)
    expect(answer.stderr).toContain('/proc/nowhere')
  })

  test('lets a script end in time or names it', async () => {
    const path = join(sshd.folder, 'note')
    const slow = script([{ word: 'read', path, as: 'x' }], { timeoutMs: 1 })
    await expect(fleet.hosts[0]!.script(slow)).rejects.toMatchObject({
      code: 'host-timeout',
      message: 'try on h1: no end after 0.001 s.',
    })
  })

  test('does not take more than 4 MiB from a script', async () => {
    const path = join(sshd.folder, 'large')
    await fleet.hosts[0]!.script(
      script([{ word: 'write', path, text: 'x'.repeat(3_500_000), mode: '600' }]),
    )
    const large = script([{ word: 'read', path, as: 'large' }])
    await expect(fleet.hosts[0]!.script(large)).rejects.toMatchObject({ code: 'script-failed' })
  })

  test('asks an app itself where its SSH server forbids forwarding', async () => {
    const app = await startApp()
    expect(await fleet.hosts[0]!.probe(app.probe('/relative'))).toMatchObject({
      outcome: 'answered',
      status: 200,
      body: 'ok',
    })
    await app.stop()
  })
})

describe('a fleet', () => {
  test('is connected as far as it goes, and every failure is reported', async () => {
    const targets = [
      sshd.target({ name: 'closed', port: await freePort() }),
      sshd.target({ name: 'good' }),
      sshd.target({ name: 'stranger', known: parseKnownHosts([]) }),
      sshd.target({ name: 'nobody', keys: [] }),
    ]
    const found = await connectFleet(targets)
    expect(found.hosts.map(({ name }) => name)).toEqual(['good'])
    expect(found.failures.map(({ host, error }) => [host, error.code])).toEqual([
      ['closed', 'host-unreachable'],
      ['stranger', 'host-key-unknown'],
      ['nobody', 'host-login-refused'],
    ])
    await found.close()
  })

  test('is in the order of the targets, with only so many connecting at a time', async () => {
    const relays = await Promise.all(Array.from({ length: 6 }, () => startRelay(sshd.port)))
    const known = parseKnownHosts([`127.0.0.1 ${sshd.knownLine.replace(/^\S+ /, '')}`])
    const named = relays.map(({ port }, index) =>
      sshd.target({ name: `h${String(index)}`, port, known }),
    )
    const found = await connectFleet(named, { atOnce: 2 })
    expect(found.hosts.map(({ name }) => name)).toEqual(['h0', 'h1', 'h2', 'h3', 'h4', 'h5'])
    await found.close()
    await Promise.all(relays.map((relay) => relay.stop()))
  })

  test('that is cancelled leaves no connection behind', async () => {
    const relay = await startRelay(sshd.port)
    const known = parseKnownHosts([`127.0.0.1 ${sshd.knownLine.replace(/^\S+ /, '')}`])
    const silent = await startRelay(relay.port)
    const stop = new AbortController()
    const targets = [
      sshd.target({ port: relay.port, known }),
      sshd.target({ name: 'slow', port: silent.port, known: parseKnownHosts([]) }),
    ]
    const fleet = connectFleet(targets, {}, stop.signal)
    stop.abort()
    await expect(fleet).rejects.toMatchObject({ code: 'cancelled' })
    await relay.stop()
    await silent.stop()
  })
})
