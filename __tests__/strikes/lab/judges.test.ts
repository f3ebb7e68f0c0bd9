import { describe, expect, test } from '@jest/globals'
import type { Failure } from '../../../lab/kit/load.ts'
import type { Happening } from '../../support/simulated/world.ts'
import { judgeOnLab } from './judges.ts'
import { exchangesOf, type LabJob, type LabRecord } from './record.ts'
import { scenarioOf } from './scenarios.ts'
import { parseCode } from './strike.ts'

const [old1, old2] = ['a'.repeat(12), 'b'.repeat(12)]
const [new1, new2] = ['c'.repeat(12), 'd'.repeat(12)]

const serves = (at: number, host: string, by: string | undefined, answer = by ?? 'no route') =>
  ({ what: 'serves', at, host, service: 'shop-web', by, answer }) as const

const created = (at: number, host: string, id: string): Happening => {
  const labels = { 'seaworthy.run': 'token' }
  return { what: 'created', at, host, id, container: 'shop-web-v2', labels }
}

const exited = (at: number, host: string, id: string) =>
  ({ what: 'exited', at, host, id, container: 'shop-web-v1' }) as const

const started = (at: number, host: string, id: string) =>
  ({ what: 'started', at, host, id, container: 'shop-web-v1', by: 'command' }) as const

const locked = (at: number, holder?: string) =>
  ({ what: 'locked', at, host: 'h1', holder, details: undefined }) as const

const probes = (at: number, host: string, id: string, result = 'answered 200') =>
  exchangesOf(
    host,
    [1, 2].map((number) => ({
      ...{ number, job: 1 },
      exchange: { kind: 'probe', title: 'GET /up', hostHeader: `${id}:3000`, at, result },
    })),
  )

/** An update of two hosts as it should be. */
const history: readonly Happening[] = [
  serves(1, 'h1', old1),
  serves(1, 'h2', old2),
  locked(2, 'run 1'),
  created(3, 'h1', new1),
  created(3, 'h2', new2),
  ...probes(4, 'h1', new1),
  ...probes(4, 'h2', new2),
  serves(5, 'h1', new1),
  serves(6, 'h2', new2),
  exited(7, 'h1', old1),
  exited(7, 'h2', old2),
  locked(8),
]

const job: LabJob = {
  ...{ token: 'run 1', version: 'v2', begunAt: 0, endedAt: 9, isGone: false, cancelled: false },
  ...{ exitCode: 0, outcome: 'deployed', post: 'none', log: '', leaks: [], leftovers: [] },
}

const good: LabRecord = {
  trial: parseCode('update h1.12:cut:yes'),
  struck: true,
  jobs: [job],
  last: job,
  traffic: {
    ...{ sent: 2200, seconds: 10, failed: [] },
    sockets: { opened: 2, echoes: 100, failed: [] },
  },
  exposed: [],
  strikes: [],
  built: {
    world: { history },
    scenario: {},
    before: [old1, old2].map((id) => `[{"runs":["shop-web-v1 ${id.slice(0, 8)}"]}]`),
    machines: ['h1', 'h2'].map((name) => ({ name, drainMs: 0 })),
    jobs: [job],
  },
  end: {
    ...{ notOnNew: [], notAsBefore: ['h1 is not as before'], left: [], locks: [], touched: [] },
    ...{ isRedeploy: false, isBad: false },
  },
}

const withHistory = (change: (all: readonly Happening[]) => readonly Happening[]): LabRecord => ({
  ...good,
  built: { ...good.built, world: { history: change(history) } },
})

const withJob = (change: Partial<LabJob>): LabRecord => {
  const last = { ...job, ...change }
  return { ...good, jobs: [last], last, built: { ...good.built, jobs: [last] } }
}

const onlyJobs = ({ jobs, last }: LabRecord): Pick<LabRecord, 'jobs' | 'last'> => ({ jobs, last })

const withEnd = (change: Partial<LabRecord['end']>, exitCode: 0 | 1 = 0): LabRecord => ({
  ...withJob({ exitCode }),
  end: { ...good.end, ...change },
})

const failing = (detail: string, kind: Failure['kind'] = 'status') => ({
  ...good.traffic,
  failed: [{ at: 5, address: '127.0.77.101', kind, detail }],
})

const never = {
  ...good,
  trial: { scenario: scenarioOf('update'), strike: undefined },
  struck: false,
}

describe('a trial on the lab in which everything is right', () => {
  test('is broken in nothing', () => {
    expect(judgeOnLab(good)).toEqual([])
  })

  test('may end a WebSocket, and answer 404 before a first deploy', () => {
    const first = { ...good.built, scenario: { serves: null } }
    const many = { ...good.traffic, sockets: { ...good.traffic.sockets, opened: 9 } }
    expect(judgeOnLab({ ...good, traffic: many })).toEqual([])
    expect(judgeOnLab({ ...good, built: first, traffic: failing('404') })).toEqual([])
  })

  test('may have visitors who waited for too long', () => {
    expect(judgeOnLab({ ...good, traffic: failing('aborted', 'timeout') })).toEqual([])
  })

  test('may lose requests while dockerd restarts', () => {
    const strikes = [{ kind: 'docker-restart' }]
    expect(judgeOnLab({ ...good, strikes, traffic: failing('502') })).toEqual([])
  })
})

const scripts = exchangesOf(
  'h1',
  [1, 2, 3, 4, 5, 6, 7].map((number) => ({
    ...{ number, job: 1 },
    exchange: { kind: 'script', title: 'x', hostHeader: undefined, at: 6, result: 'answered' },
  })),
)

test.each<[string, string, LabRecord]>([
  [
    'D1: h2: dddddddddddd answers without having passed its gate',
    'a container serves whose gate said no',
    withHistory((all) =>
      all.map((one) =>
        one.what === 'exchange' && one.host === 'h2' ? { ...one, result: 'answered 500' } : one,
      ),
    ),
  ],
  [
    'D2: h2: a request for shop-web met "bad gateway: 502"',
    'the proxy has nobody who answers',
    withHistory((all) => [...all, serves(6.5, 'h2', undefined, 'bad gateway: 502')]),
  ],
  [
    'D2: h2: shop-web-v1 ended while it had requests',
    'a container ends to which requests are sent',
    withHistory((all) => [...all, exited(9, 'h2', new2)]),
  ],
  [
    'D2: a visitor of 127.0.77.101 met reset: socket hang up',
    'a connection is reset',
    { ...good, traffic: failing('socket hang up', 'reset') },
  ],
  [
    'D2: a WebSocket to 127.0.77.101 did not open: 503',
    'a WebSocket can not be opened again',
    {
      ...good,
      traffic: {
        ...good.traffic,
        sockets: {
          ...good.traffic.sockets,
          failed: [{ at: 5, address: '127.0.77.101', why: '503' }],
        },
      },
    },
  ],
  [
    'D3: a mixed fleet: h2 runs v1; h1 is not as before',
    'two versions serve',
    withEnd({ notOnNew: ['h2 runs v1'] }, 1),
  ],
  ['D3: left behind: h1: web.env.v2', 'something is left', withEnd({ left: ['h1: web.env.v2'] })],
  [
    'D4: h1: shop-web-v1 ended before h2 had switched',
    'an old container stops too early',
    withHistory((all) => all.map((one) => (one.what === 'exited' ? { ...one, at: 5.5 } : one))),
  ],
  [
    'D5: h1: shop-web-v1 was started, which ran before',
    'what ran before is started',
    withHistory((all) => [...all, started(7.5, 'h1', old1)]),
  ],
  [
    'D6: h2: no gated target runs: bad gateway: 502',
    'a host is without a target',
    withHistory((all) => [...all, serves(6.5, 'h2', undefined, 'bad gateway: 502')]),
  ],
  [
    'D7: run 2 took the lock from run 1, which still ran',
    'two runs hold the lock',
    withHistory((all) => [...all.slice(0, 5), locked(3, 'run 2'), ...all.slice(5)]),
  ],
  [
    'D7: h1: created while nobody held the lock',
    'something is changed without the lock',
    withHistory((all) => all.filter((one) => one.what !== 'locked')),
  ],
  [
    'D7: h1: .kamal/lock-shop/ is still there',
    'the lock stays',
    withEnd({ locks: ['h1: .kamal/lock-shop/'] }),
  ],
  [
    'D13: exit 0 without the new version',
    'success is told and is none',
    withEnd({ notOnNew: ['h1 runs v1'], notAsBefore: [] }),
  ],
  ['D13: exit 1 with the new version', 'failure is told and is none', withJob({ exitCode: 1 })],
  [
    'D13: it came to undone',
    'a run that nothing struck goes back',
    { ...never, ...onlyJobs(withJob({ outcome: 'undone' })) },
  ],
  [
    'D14: run 1: a secret shows in the log',
    'a log holds a secret',
    withJob({ leaks: ['a secret shows in the log'] }),
  ],
  [
    'D14: run 1 left temp/key',
    'a file is left on the runner',
    withJob({ leftovers: ['temp/key'] }),
  ],
  [
    'D14: h1: .kamal/x holds a secret',
    'a file holds a secret',
    { ...good, exposed: ['h1: .kamal/x holds a secret'] },
  ],
  ['D16: h2: a neighbour is not as before', 'another app is touched', withEnd({ touched: ['h2'] })],
  [
    'D17: h1: 7 exec channels',
    'a run says more than it must',
    { ...never, built: { ...good.built, world: { history: [...history, ...scripts] } } },
  ],
])('%s: when %s', (sentence, _when, record) => {
  expect(judgeOnLab(record)).toContain(sentence)
})
