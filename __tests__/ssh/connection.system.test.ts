import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { connect } from '../../src/ssh/connect.ts'
import { RunError } from '../../src/ssh/connection.ts'
import type { Connection } from '../../src/ssh/connection.ts'
import { bounded } from '../../src/ssh/deadline.ts'
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts'
import { startRelay } from './relay.ts'
import { startSshd, stopAll } from './sshd.ts'
import type { Sshd } from './sshd.ts'

let sshd: Sshd
let connection: Connection
const never = new AbortController().signal
const limits = { stdoutBytes: 1000, stderrBytes: 1000 }
const timely = { what: 'a script on h1', timeoutMs: 10_000 }

beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(stopAll)
beforeEach(async () => {
  connection = await connect(sshd.target())
})
afterEach(() => connection.close())

const run = (script: string, signal = never) => connection.exec(script, limits, signal)

describe('a script', () => {
  test('answers with exit code, output and errors', async () => {
    expect(await run('echo out; echo err >&2; exit 7')).toEqual({
      code: 7,
      signal: undefined,
      stdout: Buffer.from('out\n'),
      stderr: Buffer.from('err\n'),
      overflowed: false,
    })
  })

  test('that a signal ends has no exit code', async () => {
    expect(await run('kill -9 $$')).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  test('may be longer than what a channel takes at once', async () => {
    const script = `${': '.padEnd(3_000_000, 'x')}\necho end\n`
    expect((await run(script)).stdout.toString()).toBe('end\n')
  })

  test('has the beginning of its output kept, and the end of its errors', async () => {
    const script =
      'head -c 5000000 /dev/zero; printf %0999d 0 >&2; head -c 3000000 /dev/zero >&2; echo end >&2'
    const { code, stdout, stderr, overflowed } = await run(script)
    expect([code, stdout.length, stderr.length, overflowed]).toEqual([0, 1000, 1000, true])
    expect(stderr.subarray(-4).toString()).toBe('end\n')
  })

  test('ends when its time is over', async () => {
    const slow = bounded({ ...timely, timeoutMs: 100 }, (signal) => run('sleep 60', signal))
    await expect(slow).rejects.toMatchObject({
      code: 'host-timeout',
      message: 'a script on h1: no end after 0.1 s.',
    })
    expect((await run('echo still here')).stdout.toString()).toBe('still here\n')
  })

  test('ends when it is cancelled', async () => {
    const stop = new AbortController()
    const slow = bounded({ ...timely, signal: stop.signal }, (signal) => run('sleep 60', signal))
    setTimeout(() => stop.abort(), 100)
    await expect(slow).rejects.toMatchObject({ code: 'cancelled' })
    const late = bounded({ ...timely, signal: stop.signal }, (signal) => run('exit 0', signal))
    await expect(late).rejects.toMatchObject({ code: 'cancelled' })
  })
})

test('more scripts than the server runs at a time wait for their turn', async () => {
  const narrow = await startSshd(['MaxSessions 2'])
  const one = await connect(narrow.target())
  const scripts = Array.from({ length: 6 }, (_, index) => `sleep 0.05; echo ${String(index)}`)
  const answers = await Promise.all(scripts.map((script) => one.exec(script, limits, never)))
  expect(answers.map(({ stdout }) => stdout.toString().trim())).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
  ])
  await one.close()
  await narrow.stop()
})

test('a session that is free is not waited for until another ends', async () => {
  const narrow = await startSshd(['MaxSessions 2'])
  const one = await connect(narrow.target())
  const held = await one.run('cat', never)
  for (let script = 0; script < 20; script += 1)
    expect((await one.exec('exit 3', limits, never)).code).toBe(3)
  held.end('held')
  expect(await text(held)).toBe('held')
  await one.close()
  await narrow.stop()
})

describe('a script that was expected', () => {
  const second = 'sleep 0.2; echo two'

  test('is carried out in the session that waits for it', async () => {
    connection.expectScript()
    // Its process is there before the shell in it is.
    const found =
      'for i in $(seq 1000); do pgrep -x -P $PPID sh && exit 0; sleep 0.01; done; exit 1'
    const marked = await connection.run(found, never)
    const waiting = await text(marked)
    expect((await run('echo $$')).stdout.toString()).toBe(waiting)
  })

  test('is carried out when the server has ended its session meanwhile', async () => {
    connection.expectScript()
    // `cat` answers only after the session before it is there. The server tells of its end when it
    // has swept up the process, and of ours after that.
    const swept =
      'for i in $(seq 1000); do pgrep -x -P $PPID sh || exit 0; sleep 0.01; done; exit 1'
    const kill = await connection.run(`cat; pkill -KILL -x -P $PPID sh; ${swept}`, never)
    kill.end('ready')
    await text(kill).catch(() => undefined)
    expect((await run(second)).stdout.toString()).toBe('two\n')
  })

  test('leaves room for others where the server has little', async () => {
    const narrow = await startSshd(['MaxSessions 2'])
    const one = await connect(narrow.target())
    one.expectScript()
    const streams = await Promise.all([one.run('cat', never), one.run('cat', never)])
    for (const stream of streams) stream.end('in')
    expect(await Promise.all(streams.map((stream) => text(stream)))).toEqual(['in', 'in'])
    await one.close()
    await narrow.stop()
  })
})

test('a server that runs no commands is reported', async () => {
  const none = await startSshd(['MaxSessions 0'])
  const one = await connect(none.target())
  await expect(one.exec('exit 0', limits, never)).rejects.toMatchObject({
    code: 'host-unreachable',
    message: 'The SSH server of h1 runs no command for us.',
  })
  await one.close()
  await none.stop()
})

describe('a command', () => {
  test('has its input and output in our hands', async () => {
    const stream = await connection.run('tr a-z A-Z', never)
    stream.end('shout')
    expect(await text(stream)).toBe('SHOUT')
  })
  test('that fails destroys its stream and says what it said', async () => {
    const stream = await connection.run('echo no >&2; exit 3', never)
    const error: unknown = await text(stream).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RunError)
    expect(error).toMatchObject({ message: expect.stringContaining('exit code 3'), stderr: 'no\n' })
  })
})

describe('a connection that dies', () => {
  const everything = async (dying: Connection, die: () => void): Promise<readonly unknown[]> => {
    const stream = await dying.forwardTcp('127.0.0.1', sshd.port, never)
    const pending = [
      dying.exec('sleep 60', limits, never),
      dying.exec('cat; sleep 60', limits, never),
      text(stream),
      dying.run('sleep 60', never).then((one) => text(one)),
    ]
    const outcomes = Promise.allSettled(pending)
    // An answer shows that what was sent before it has arrived.
    await dying.exec('exit 0', limits, never)
    die()
    return (await outcomes).map((one) =>
      one.status === 'rejected' ? (one.reason as { code: unknown }).code : one,
    )
  }
  const allLost = ['host-lost', 'host-lost', 'host-lost', 'host-lost']

  test('because the server was killed rejects everything at once', async () => {
    expect(await everything(connection, sshd.killSessions)).toEqual(allLost)
    expect(await connection.lost).toMatchObject({ code: 'host-lost' })
    await expect(run('exit 0')).rejects.toMatchObject({ code: 'host-unreachable' })
    await expect(connection.run('true', never)).rejects.toMatchObject({ code: 'host-unreachable' })
    await expect(connection.forwardUnix('/x', never)).rejects.toMatchObject({
      code: 'host-unreachable',
      message: 'There is no connection to h1 any more.',
    })
  })

  const throughRelay = async (keepaliveIntervalMs?: number) => {
    const relay = await startRelay(sshd.port)
    const known = parseKnownHosts([`127.0.0.1 ${sshd.knownLine.replace(/^\S+ /, '')}`])
    const target = sshd.target({ port: relay.port, known })
    return { relay, one: await connect(target, { keepaliveIntervalMs }) }
  }

  test('because it was cut rejects everything at once', async () => {
    const { relay, one } = await throughRelay()
    expect(await everything(one, relay.cut)).toEqual(allLost)
    await relay.stop()
  })

  test('in silence is noticed by three unanswered signs of life', async () => {
    const { relay, one } = await throughRelay(50)
    expect(await everything(one, relay.silence)).toEqual(allLost)
    expect((await one.lost).message).toBe(
      'The connection to h1 was lost: it did not answer any more.',
    )
    await relay.stop()
  })

  test('because we closed it rejects everything, and is not called lost', async () => {
    const { relay, one } = await throughRelay()
    const first = Promise.race([one.lost, Promise.resolve('not lost')])
    expect(await everything(one, () => void one.close())).toEqual(allLost)
    expect(await first).toBe('not lost')
    expect(await Promise.race([one.lost, Promise.resolve('not lost')])).toBe('not lost')
    await relay.stop()
  })
})
