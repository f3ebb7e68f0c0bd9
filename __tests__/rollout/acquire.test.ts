import { describe, expect, test } from '@jest/globals'
import { renderDetails } from '../../src/host/lock.ts'
import type { Host } from '../../src/host/port.ts'
import { fencedCode } from '../../src/host/render-fence.ts'
import { acquire, type Acquired } from '../../src/rollout/acquire.ts'
import type { Proof } from '../../src/rollout/proof.ts'
import { sampleConfig, sampleJournal } from '../host/sample.ts'
import { seededRandom, simulatedClock } from '../support/simulated/clock.ts'

const theirs = sampleJournal('theirs')

const held: Readonly<Record<string, string>> = {
  'lock-files': 'details\njournal.json',
  'lock-details': renderDetails(theirs),
  'lock-journal': JSON.stringify(theirs),
}

/** A host on which somebody else is always quicker; by then it shows `values` of a lock. */
const hostWith = (values: Readonly<Record<string, string>>): Host => ({
  name: 'h1',
  docker: () => Promise.reject(new Error('not asked')),
  probe: () => Promise.reject(new Error('not asked')),
  script: () => Promise.resolve({ code: fencedCode, values, failedAt: 5, stderr: '' }),
})

interface Tried {
  readonly acquired: Acquired
  readonly notes: readonly string[]
  readonly asked: number
}

const tryFor = async (
  waitMs: number,
  values: Readonly<Record<string, string>>,
  state: 'running' | 'ended' = 'running',
): Promise<Tried> => {
  const clock = simulatedClock()
  const notes: string[] = []
  let asked = 0
  const proof: Proof = () => {
    asked += 1
    return Promise.resolve({ state })
  }
  const host = hostWith(values)
  const ports = {
    clock,
    random: seededRandom('seed'),
    hosts: new Map([['h1', host]]),
    revive: () => Promise.resolve(new Map([['h1', host]])),
    narrate: (event: { readonly kind: string; readonly text?: string }) =>
      void notes.push(event.text ?? event.kind),
    hook: () => Promise.resolve(),
    signal: new AbortController().signal,
  }
  const subject = sampleConfig()
  const claim = { subject, token: 'ours', services: [], waitMs: 1000 }
  const acquiring = acquire({ host, journal: sampleJournal('ours'), claim, proof, ports }, waitMs)
  await clock.until(acquiring)
  return { acquired: await acquiring, notes, asked }
}

const messageOf = ({ acquired }: Tried): string =>
  acquired.state === 'refused' ? acquired.error.message : acquired.state

describe('while a lock is waited for', () => {
  test('it is told once who has it, since when and for what', async () => {
    const { notes } = await tryFor(60_000, held)
    expect(notes).toEqual([
      'waiting for the deploy lock on h1, held by octo cat since 2026-06-18T08:00:00Z, version bbb: Automatic deploy lock (Seaworthy: acme/shop run 17 attempt 2 job deploy on GitHub Actions 4)',
    ])
  })

  test("GitHub's API, which counts every question, is asked twice a minute and at the end", async () => {
    const tried = await tryFor(600_000, held)
    expect(messageOf(tried)).toContain('is held by octo cat')
    expect(tried.asked).toBeGreaterThanOrEqual(20)
    expect(tried.asked).toBeLessThanOrEqual(22)
  })
})

describe('nobody waits without end', () => {
  test('for a lock that is free whenever it is looked at, and never ours', async () => {
    const tried = await tryFor(0, {})
    expect(messageOf(tried)).toBe('the deploy lock on h1 keeps changing hands')
  })

  test('to succeed a run that has ended where another is always quicker', async () => {
    const tried = await tryFor(0, held, 'ended')
    expect(messageOf(tried)).toBe('the deploy lock on h1 keeps changing hands')
  })
})
