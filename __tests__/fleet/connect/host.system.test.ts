import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { connectFleet } from '../../../src/fleet/connect/connect.ts'
import type { ConnectedFleet } from '../../../src/fleet/connect/connect.ts'
import type { Script } from '../../../src/host/script.ts'
import type { Word } from '../../../src/host/word.ts'
import { parseKnownHosts } from '../../../src/ssh/known-hosts.ts'
import type { Target } from '../../../src/ssh/target.ts'
import { startRelay, until } from '../../ssh/relay.ts'
import type { Relay } from '../../ssh/relay.ts'
import { freePort, startSshd, stopAll } from '../../ssh/sshd.ts'
import type { Sshd } from '../../ssh/sshd.ts'
import { startApp } from './app.ts'

const src = join(import.meta.dirname, '../../../src')

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

  const through = (relay: Relay, name: string): Target => {
    const known = parseKnownHosts([`127.0.0.1 ${sshd.knownLine.replace(/^\S+ /, '')}`])
    return sshd.target({ name, port: relay.port, known })
  }

  test('is in the order of the targets', async () => {
    const names = ['h3', 'h1', 'h2']
    const found = await connectFleet(names.map((name) => sshd.target({ name })))
    expect(found.hosts.map(({ name }) => name)).toEqual(names)
    await found.close()
  })

  describe('with a host that says nothing', () => {
    let silent: Server
    let relay: Relay
    beforeEach(async () => {
      silent = createServer(() => undefined).listen(0, '127.0.0.1')
      await once(silent, 'listening')
      relay = await startRelay((silent.address() as AddressInfo).port)
    })
    afterEach(async () => {
      await relay.stop()
      silent.close()
    })

    test('connects to eight at a time', async () => {
      const cancel = new AbortController()
      const targets = Array.from({ length: 12 }, (_, index) => through(relay, `h${String(index)}`))
      const found = connectFleet(targets, {}, cancel.signal)
      await until(() => relay.calls() >= 8)
      await sleep(100)
      expect(relay.calls()).toBe(8)
      cancel.abort()
      await expect(found).rejects.toMatchObject({ code: 'cancelled' })
    })

    test('leaves no connection behind when it is cancelled', async () => {
      const cancel = new AbortController()
      const good = await startRelay(sshd.port)
      const targets = [through(good, 'good'), through(relay, 'silent')]
      const found = connectFleet(targets, { atOnce: 1 }, cancel.signal)
      await until(() => relay.calls() === 1)
      expect(good.open()).toBe(1)
      cancel.abort()
      await expect(found).rejects.toMatchObject({ code: 'cancelled' })
      await until(() => good.open() === 0)
      expect(good.open()).toBe(0)
      await good.stop()
    })
  })

  test('keeps no process running once it is closed', async () => {
    const program = `
      import { connectFleet } from '${src}/fleet/connect/connect.ts'
      import { readPrivateKey } from '${src}/ssh/keys.ts'
      import { parseKnownHosts } from '${src}/ssh/known-hosts.ts'
      const [port, user, key, known] = process.argv.slice(1)
      const target = { name: 'h1', host: '127.0.0.1', port: Number(port), user }
      const found = await connectFleet([
        { ...target, keys: [readPrivateKey(key)], known: parseKnownHosts([known]) },
      ])
      const words = [{ word: 'free-memory', as: 'memory' }]
      const one = { kind: 'script', title: 'try', changes: false, timeoutMs: 5000, words }
      const { code } = await found.hosts[0].script(one)
      await found.close()
      console.log(code)`
    const { port, user } = sshd.target()
    const child = spawn(process.execPath, [
      ...['--no-warnings', '--input-type=module', '-e', program],
      ...[String(port), user, sshd.key.text, sshd.knownLine],
    ])
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
    expect([said.trim(), child.exitCode]).toEqual(['0', 0])
  })
})
