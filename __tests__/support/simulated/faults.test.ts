import { describe, expect, test } from '@jest/globals'
import { dockerVersion, startContainer } from '../../../src/host/docker.ts'
import { busyCode, fencedCode } from '../../../src/host/render-fence.ts'
import type { Script } from '../../../src/host/script.ts'
import type { Word } from '../../../src/host/word.ts'
import type { Strike } from './faults.ts'
import { answering, deployedByKamal, pushImage, simulateHost } from './host.ts'
import type { Machine } from './machine.ts'
import { simulateWorld, type Job, type World } from './world.ts'

const repository = 'o/app'
const append = (text: string): Word => ({ word: 'append', path: 'log', text })
const script = (...words: readonly Word[]): Script => ({
  kind: 'script',
  title: 'log',
  words,
  changes: true,
  timeoutMs: 1000,
})
const twice = script(append('1'), append('2'))

const scene = (): { readonly world: World; readonly machine: Machine } => {
  const world = simulateWorld()
  pushImage(world, { repository, version: 'v1', labels: { service: 'app' } })
  const machine = simulateHost('h1', world)
  deployedByKamal(machine, { service: 'app', role: 'web', repository, version: 'v1', port: 80 })
  return { world, machine }
}

const said = async (job: Job, what: Script): Promise<string> => {
  const end = await job.run(() => job.hosts.get('h1')!.script(what, job.signal))
  if (end.ended === 'threw') return (end.error as { code: string }).code
  return end.ended === 'killed' ? 'killed' : `code ${String(end.value.code)}`
}

const kinds: readonly (readonly [Omit<Strike, 'exchange'>, string, string | undefined])[] = [
  [{ kind: 'refused' }, 'host-unreachable', undefined],
  [{ kind: 'request-lost' }, 'host-lost', undefined],
  [{ kind: 'reply-lost' }, 'host-lost', '12'],
  [{ kind: 'hang' }, 'host-timeout', undefined],
  [{ kind: 'hang', done: 'yes' }, 'host-timeout', '12'],
  [{ kind: 'hang', done: 'late' }, 'host-timeout', '12'],
  [{ kind: 'cancel' }, 'cancelled', undefined],
  [{ kind: 'cancel', done: 'yes' }, 'cancelled', '12'],
  [{ kind: 'kill' }, 'killed', undefined],
  [{ kind: 'kill', done: 'yes' }, 'killed', '12'],
  [{ kind: 'non-zero' }, 'code 1', undefined],
  [{ kind: 'non-zero', word: 1 }, 'code 1', '1'],
  [{ kind: 'reboot' }, 'host-lost', undefined],
  [{ kind: 'reboot', word: 1 }, 'host-lost', '1'],
]

describe('an exchange that is struck', () => {
  test.each(kinds)('%j ends as %s, having written %s', async (strike, ending, written) => {
    const { world, machine } = scene()
    world.strike({ exchange: 2, ...strike })
    const job = world.job()
    expect(await said(job, script())).toBe('code 0')
    expect(await said(job, twice)).toBe(ending)
    await world.clock.rest(5000)
    expect(machine.files.get('log')).toBe(written)
    const results = world.history.flatMap((one) => (one.what === 'exchange' ? one.result : []))
    expect(results[1]).toBe(ending === 'killed' ? (written ? 'code 0' : 'host-timeout') : ending)
    // The next job finds the host as it was left, and nothing strikes it.
    expect(await said(world.job(), twice)).toBe('code 0')
  })

  test('of Docker is refused with a 500', async () => {
    const { world } = scene()
    world.strike({ exchange: 1, kind: 'non-zero' })
    const job = world.job()
    const end = await job.run(() => job.hosts.get('h1')!.docker(dockerVersion()))
    expect(end).toMatchObject({ ended: 'returned', value: { status: 500 } })
  })

  test('by a kill leaves a job in which nothing ever goes on, not even a sleep', async () => {
    const { world } = scene()
    world.strike({ exchange: 1, kind: 'kill' })
    const job = world.job()
    let steps = 0
    const sleeper = async (): Promise<void> => {
      for (; steps < 100; steps += 1) await job.clock.sleep(1)
    }
    const end = await job.run(() => Promise.all([sleeper(), job.hosts.get('h1')!.script(twice)]))
    await world.clock.rest(1000)
    expect([end.ended, steps]).toEqual(['killed', 0])
  })

  test('a host that reboots is away, and comes back as it was', async () => {
    const { world, machine } = scene()
    world.strike({ exchange: 1, kind: 'reboot' })
    expect(await said(world.job(), twice)).toBe('host-lost')
    expect(answering(machine, 'app-web')).toBe('no proxy')
    expect(await said(world.job(), twice)).toBe('host-unreachable')
    await world.clock.rest(5000)
    expect([answering(machine, 'app-web'), machine.containers.map((one) => one.state)]).toEqual([
      'app-web-v1',
      ['running', 'running'],
    ])
  })
})

describe('two runs on one host', () => {
  const owner = '.kamal/apps/app/seaworthy/owner'
  const seize = (token: string, waitMs = 60_000): Word => ({
    word: 'seize',
    owner,
    token,
    services: ['app-web'],
    waitMs,
  })
  const switching: Word = {
    word: 'switch',
    service: 'app-web',
    container: 'sick',
    port: 80,
    flags: ['--deploy-timeout="5s"'],
  }
  /** A run whose guarded script sits in `kamal-proxy deploy` for five seconds, then would go on. */
  const begun = async (waitMs?: number) => {
    const { world, machine } = scene()
    const [first, next] = [world.job(), world.job()]
    machine.containers[0]!.name = 'sick'
    machine.containers[0]!.startedAt = world.clock.now() + 60_000
    const guard: Word = { word: 'guard', owner, token: 'a' }
    const old = { ...script(seize('a'), guard, switching, append('old')), timeoutMs: 60_000 }
    const oldEnd = said(first, old)
    await world.clock.rest(1000)
    const at = world.clock.now()
    const answer = await said(next, { ...script(seize('b', waitMs)), timeoutMs: 90_000 })
    return { world, machine, answer, tookMs: world.clock.now() - at, oldEnd, next }
  }

  test('a seize ends the old script, and waits for what it left going on in the proxy', async () => {
    const { machine, answer, tookMs, oldEnd } = await begun()
    expect([answer, await oldEnd, machine.files.get('log')]).toEqual([
      'code 0',
      'code null',
      undefined,
    ])
    expect(machine.deploying).toEqual([])
    expect(tookMs).toBeGreaterThan(3500)
  })

  test('it gives up after its time', async () => {
    const { answer, oldEnd } = await begun(500)
    expect([answer, await oldEnd]).toEqual([`code ${String(busyCode)}`, 'code null'])
  })

  test('what comes late of the old run is fenced', async () => {
    const { next } = await begun()
    const guard: Word = { word: 'guard', owner, token: 'a' }
    expect(await said(next, script(guard, append('late')))).toBe(`code ${String(fencedCode)}`)
  })
})

test('the same seed gives the same history', async () => {
  const tell = async (): Promise<string> => {
    const { world } = scene()
    world.strike({ exchange: 2, kind: 'reply-lost' })
    const job = world.job()
    const host = job.hosts.get('h1')!
    await job.run(() =>
      Promise.allSettled([host.script(twice), host.docker(startContainer('app-web-v1'))]),
    )
    return JSON.stringify([world.history, job.random.hex(4)])
  }
  expect(await tell()).toBe(await tell())
})
