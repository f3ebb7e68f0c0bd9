import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../src/base/error.ts'
import type { Journal } from '../../src/host/journal.ts'
import { ErrandFailure } from '../../src/rollout/errand-failure.ts'
import { underErrandLock, type Errand, type ErrandOptions } from '../../src/rollout/errand.ts'
import type { Ports } from '../../src/rollout/ports.ts'
import { at, config, twoHosts } from './two-hosts.ts'

type Owed = Journal['phase'] | 'nothing'

/** What is said to keep for the post phase, the last one last. */
const keeper = (proof: 'ended' | 'running' = 'ended') => {
  const owed: Owed[] = []
  const options: ErrandOptions = {
    ...{ lockWaitMs: 0, without: [] },
    proof: () => Promise.resolve({ state: proof }),
    remember: ({ phase }) => void owed.push(phase),
    forget: () => void owed.push('nothing'),
  }
  return { owed, options }
}

interface Told {
  readonly mayOweMore?: boolean
  /** Hosts that can't be connected to any more once the work has begun. */
  readonly lost?: readonly string[]
  readonly work?: () => Promise<string>
  /** What is known of a run that has the lock. */
  readonly proof?: 'ended' | 'running'
}

/** An errand on h1, in a job that is connected to h1 alone; others are connected to by their names. */
const errandOn = async ({ world }: ReturnType<typeof twoHosts>, told: Told = {}) => {
  const job = world.job()
  const asked: string[] = []
  const { owed, options } = keeper(told.proof)
  const hosts = new Map([...job.hosts].filter(([name]) => name === 'h1'))
  const ports: Ports = {
    ...job,
    hosts,
    narrate: () => undefined,
    hook: () => Promise.reject(new Error('no hook')),
    revive: (names = []) => {
      asked.push(...names)
      const reached = [...job.hosts].filter(([name]) => hosts.has(name) || names.includes(name))
      return Promise.resolve(new Map(reached.filter(([name]) => !told.lost?.includes(name))))
    },
  }
  const errand: Errand = {
    ...{ config, token: 'errand', startedAt: 0, lockHost: 'h1', hosts: ['h1'] },
    ...{ what: 'accessory-stop', mayOweMore: told.mayOweMore === true },
    run: {
      ...{ repository: 'o/r', attempt: '1', job: 'operate', runner: 'r' },
      ...{ actor: 'ann', runId: '9' },
    },
  }
  const work = told.work ?? (() => Promise.resolve('done'))
  const end = await job.run(() => underErrandLock(errand, ports, options, work))
  const failure = end.ended === 'threw' ? end.error : undefined
  if (end.ended === 'threw' && !(failure instanceof SeaworthyError)) throw end.error
  return { ended: end.ended, failure, owed, asked }
}

const refusing = () =>
  Promise.reject(
    new SeaworthyError('docker-refused', 'h1: Docker refused "stop"', {
      hint: 'see its log',
      evidence: ['no space left'],
    }),
  )

describe('an errand', () => {
  test('that went well owes nothing', async () => {
    const fleet = twoHosts()
    const { ended, owed } = await errandOn(fleet)
    expect([ended, owed.at(-1), fleet.locked()]).toEqual(['returned', 'nothing', false])
  })

  test('that failed tells its cause, and owes nothing once its lock is free', async () => {
    const fleet = twoHosts()
    const { failure, owed } = await errandOn(fleet, { work: refusing })
    expect(failure).toBeInstanceOf(ErrandFailure)
    expect(failure).toMatchObject({ code: 'docker-refused', hint: 'see its log' })
    expect([owed.at(-1), fleet.locked()]).toEqual(['nothing', false])
  })

  test('that failed and may have left a host halfway leaves that to its post phase', async () => {
    const fleet = twoHosts()
    const { owed } = await errandOn(fleet, { work: refusing, mayOweMore: true })
    expect([owed.at(-1), fleet.locked()]).toEqual(['finishing', false])
  })

  test('whose own undoing is stuck says that the lock is kept, and why it began', async () => {
    const fleet = twoHosts()
    const { failure, owed } = await errandOn(fleet, { work: refusing, lost: ['h1'] })
    expect(failure).toBeInstanceOf(ErrandFailure)
    expect(failure).toMatchObject({
      code: 'recovery-stuck',
      message:
        'accessory-stop failed, and h1 could not be reached, so the deploy lock on it is kept',
      hint: 'bring h1 back and run it again: it frees the lock first',
      evidence: ['h1: Docker refused "stop"', 'see its log', 'no space left'],
    })
    expect([owed.at(-1), fleet.locked()]).toEqual(['staging', true])
  })

  test('that another holds the lock against owes nothing, so that its hint stands', async () => {
    const fleet = twoHosts()
    await expect(
      fleet.main(
        'v2',
        at('Switch h2', (_, job) => job.kill()),
      ),
    ).rejects.toThrow('kill')
    const files = () => [...(fleet.world.machines.get('h1')?.files ?? [])]
    const before = files()
    const { failure, owed } = await errandOn(fleet, { proof: 'running' })
    expect(files()).toEqual(before)
    expect(failure).not.toBeInstanceOf(ErrandFailure)
    expect(failure).toMatchObject({ code: 'lock-held', hint: 'wait for it, or set lock-wait' })
    expect([owed.at(-1), fleet.locked()]).toEqual(['nothing', true])
  })
})

describe("the lock of a fleet's rollout that was killed", () => {
  const killed = async () => {
    const fleet = twoHosts()
    await expect(
      fleet.main(
        'v2',
        at('Switch h2', (_, job) => job.kill()),
      ),
    ).rejects.toThrow('kill')
    expect(fleet.served()).toEqual(['app-web-v2', 'app-web-v1'])
    return fleet
  }

  test('is settled by an errand on one of its hosts, which connects to the others', async () => {
    const fleet = await killed()
    const { ended, asked } = await errandOn(fleet)
    expect([ended, asked]).toEqual(['returned', ['h2']])
    expect([fleet.served(), fleet.locked()]).toEqual([['app-web-v1', 'app-web-v1'], false])
  })

  test('is kept where another host is gone, and the error names that host', async () => {
    const fleet = await killed()
    const { failure, owed } = await errandOn(fleet, { lost: ['h2'] })
    expect(failure).toMatchObject({
      code: 'recovery-stuck',
      message: 'h2 could not be reached, so it is not known what serves there',
    })
    expect([owed.at(-1), fleet.locked()]).toEqual(['switching', true])
  })
})
