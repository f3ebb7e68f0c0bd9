import { describe, expect, test } from '@jest/globals'
import type { DockerCall } from '../../../src/host/docker-call.ts'
import type { Host } from '../../../src/host/port.ts'
import type { Script, ScriptAnswer } from '../../../src/host/script.ts'
import { SeaworthyError } from '../../../src/base/error.ts'
import { gather } from '../../../src/rollout/diagnosis/gather.ts'
import { httpGate, running } from './evidence.ts'

const { id } = running
const inspected = (state: object, restartCount = 0): object => ({
  Id: id,
  Config: { Image: 'shop:v2' },
  RestartCount: restartCount,
  State: {
    Status: 'running',
    ExitCode: 0,
    OOMKilled: false,
    Error: '',
    Pid: 362,
    StartedAt: '2026-11-21T10:07:56.157379336Z',
    ...state,
  },
  HostConfig: { Memory: 0 },
  NetworkSettings: { Networks: { kamal: { IPAddress: '172.18.0.3' } } },
})

const died = `${JSON.stringify({ Action: 'die', Actor: { Attributes: { exitCode: '3' } } })}\n`
const listening = '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000'

interface Said {
  readonly calls: DockerCall[]
  readonly scripts: Script[]
}

/** A host that answers by the end of the path; a status alone stands for a refusal. */
const hostWith = (
  answers: Readonly<Partial<Record<string, object | string | number>>>,
  values: ScriptAnswer['values'] | 'lost' = { tcp: listening, tcp6: '' },
): { host: Host; said: Said } => {
  const said: Said = { calls: [], scripts: [] }
  const lost = new SeaworthyError('host-lost', 'the connection is gone')
  const host: Host = {
    name: 'h1',
    docker: (call) => {
      said.calls.push(call)
      const answer = answers[call.path.split('/').at(-1) ?? '']
      if (answer === undefined) return Promise.reject(lost)
      if (typeof answer === 'number')
        return Promise.resolve({ status: answer, body: Buffer.from('{"message":"no"}') })
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
      return Promise.resolve({ status: 200, body: Buffer.from(text) })
    },
    script: (script) => {
      said.scripts.push(script)
      if (values === 'lost') return Promise.reject(lost)
      return Promise.resolve({ code: 0, values, failedAt: undefined, stderr: '' })
    },
    probe: () => Promise.reject(lost),
  }
  return { host, said }
}

const seen = { gate: httpGate, architecture: 'amd64', image: 'shop:v2', probes: 3, waitedMs: 4200 }
const gathered = (host: Host) => gather(host, seen, new AbortController().signal)

describe('gathering evidence', () => {
  test('asks for state, log and listening sockets', async () => {
    const { host, said } = hostWith({ json: inspected({}), logs: 'app listens on 127.0.0.1\n' })
    expect(await gathered(host)).toEqual({
      ...seen,
      host: 'h1',
      detail: { ...running, image: 'shop:v2' },
      pastEnd: undefined,
      startError: undefined,
      lastProbe: undefined,
      log: 'app listens on 127.0.0.1\n',
      listeners: [{ address: '127.0.0.1', port: 3000 }],
    })
    expect(said.calls.map(({ path }) => path)).toEqual([
      '/containers/shop-web-v2/json',
      '/containers/shop-web-v2/logs',
    ])
    expect(said.scripts[0]?.words).toEqual([
      { word: 'read', path: '/proc/362/net/tcp', as: 'tcp' },
      { word: 'read', path: '/proc/362/net/tcp6', as: 'tcp6' },
    ])
  })

  test('only reads, and every question has a limit that keeps it within five seconds', async () => {
    const { host, said } = hostWith({ json: inspected({}, 1), logs: '', events: died })
    await gathered(host)
    const questions = [...said.calls, ...said.scripts]
    expect(questions).toHaveLength(4)
    expect(questions.map(({ changes }) => changes)).toEqual([false, false, false, false])
    expect(questions.every(({ timeoutMs }) => timeoutMs <= 2500)).toBe(true)
  })

  test('asks events for the end that a restart hides, by whole id and until the restart', async () => {
    const { host, said } = hostWith({ json: inspected({}, 2), logs: '', events: died })
    expect((await gathered(host)).pastEnd).toEqual({ exitCode: 3, outOfMemory: false })
    expect(said.calls.at(-1)?.query).toEqual({
      since: '0',
      until: '1795255676.157379336',
      filters: JSON.stringify({ container: [id], event: ['die', 'oom'] }),
    })
  })

  test('does not ask for sockets of a process that is gone', async () => {
    const ended = inspected({ Status: 'exited', ExitCode: 1, Pid: 0 })
    const { host, said } = hostWith({ json: ended, logs: '' })
    expect((await gathered(host)).listeners).toBeUndefined()
    expect(said.scripts).toEqual([])
  })

  test('an app that listens nowhere is not one whose sockets could not be read', async () => {
    const json = inspected({})
    expect((await gathered(hostWith({ json, logs: '' }, { tcp: '' }).host)).listeners).toEqual([])
    expect((await gathered(hostWith({ json, logs: '' }, {}).host)).listeners).toBeUndefined()
  })

  test('keeps the end of a log without measure', async () => {
    const { host } = hostWith({ json: inspected({}), logs: `${'x'.repeat(1e6)}\nlast` })
    const { log } = await gathered(host)
    expect(log.length).toBeLessThanOrEqual(64 * 1024)
    expect(log.endsWith('\nlast')).toBe(true)
  })
})

describe('evidence that can not be had', () => {
  const nothing = { detail: undefined, log: '', listeners: undefined, pastEnd: undefined }

  test('of a lost host is left out', async () =>
    expect(await gathered(hostWith({}, 'lost').host)).toMatchObject(nothing))

  test('of a container that is gone is left out', async () =>
    expect(await gathered(hostWith({ json: 404, logs: 404 }).host)).toMatchObject(nothing))

  test('of an answer that makes no sense is left out', async () =>
    expect(await gathered(hostWith({ json: 'oops', logs: 500 }).host)).toMatchObject(nothing))

  test('does not take the rest with it', async () => {
    const { host } = hostWith({ json: inspected({}, 1), logs: 'Error: no' }, 'lost')
    expect(await gathered(host)).toMatchObject({
      log: 'Error: no',
      detail: { pid: 362 },
      listeners: undefined,
      pastEnd: undefined,
    })
  })
})
