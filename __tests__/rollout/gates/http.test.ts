import { expect, test } from '@jest/globals'
import type { Host } from '../../../src/host/port.ts'
import type { ProbeAnswer } from '../../../src/host/probe.ts'
import type { HttpGate } from '../../../src/rollout/gate.ts'
import { passHttpGate } from '../../../src/rollout/gates/http.ts'
import type { GateResult } from '../../../src/rollout/gates/result.ts'
import { simulatedClock } from '../../support/simulated/clock.ts'

const gate: HttpGate = {
  kind: 'http',
  ...{ role: 'web', container: 'shop-web-v2', image: 'r/shop:v2', port: 3000, path: '/up' },
  ...{ timeoutMs: 10_000, intervalMs: 50, answerMs: 5000, successes: 2 },
  ...{ status: undefined, body: undefined },
}

const good: ProbeAnswer = {
  ...{ outcome: 'answered', status: 200, headers: {}, body: 'ok', redirects: [] },
}
const refused: ProbeAnswer = { outcome: 'refused' }

const inspected = (restarts: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      Id: 'a'.repeat(64),
      Name: '/shop-web-v2',
      RestartCount: restarts,
      State: { Status: 'running', ExitCode: 0, OOMKilled: false, Error: '', Pid: 1 },
      Config: { Image: 'r/shop:v2' },
      HostConfig: { Memory: 0 },
      NetworkSettings: { Networks: { kamal: { IPAddress: '10.0.0.2' } } },
    }),
  )

/** A container that answers by and by, and what was asked about it: `look` or `probe`, by rounds. */
const asked = async (
  answers: readonly ProbeAnswer[],
  restarts: readonly number[] = [],
): Promise<{ readonly result: GateResult; readonly rounds: readonly string[] }> => {
  const clock = simulatedClock()
  const rounds: { at: number; what: string }[] = []
  const note = (what: string): number => {
    rounds.push({ at: clock.now(), what })
    return rounds.filter((one) => one.what === what).length - 1
  }
  const host: Host = {
    name: 'h1',
    docker: async () => {
      const round = note('look')
      await clock.sleep(80)
      return { status: 200, body: inspected(restarts[round] ?? restarts.at(-1) ?? 0) }
    },
    probe: async () => {
      const round = note('probe')
      await clock.sleep(80)
      return answers[round] ?? good
    },
    script: () => Promise.reject(new Error('a gate says no script')),
  }
  const watch = { ended: () => false, end: new Promise<void>(() => undefined) }
  const passing = passHttpGate(host, gate, watch, clock, new AbortController().signal)
  await clock.until(passing)
  const times = [...new Set(rounds.map(({ at }) => at))]
  const inRound = (time: number): string =>
    rounds
      .filter(({ at }) => at === time)
      .map(({ what }) => what)
      .sort()
      .join('+')
  return { result: await passing, rounds: times.map(inRound) }
}

test('what the container is is asked beside the next question, not before it', async () => {
  const { result, rounds } = await asked([refused, refused])
  expect(result).toMatchObject({ passed: true, probes: 4 })
  expect(rounds).toEqual(['look', 'probe', 'look+probe', 'look+probe', 'probe'])
})

test('one that answers at once is looked at once', async () => {
  const { result, rounds } = await asked([])
  expect(result).toMatchObject({ passed: true, probes: 2 })
  expect(rounds).toEqual(['look', 'probe', 'probe'])
})

test('a good answer does not count when the look beside it says that it was started again', async () => {
  const { result } = await asked([refused, good, good], [0, 1])
  expect(result).toMatchObject({ passed: false, probes: 2 })
})

test('an answer that is not good starts the row anew', async () => {
  const { result } = await asked([good, refused, good])
  expect(result).toMatchObject({ passed: true, probes: 4 })
})
