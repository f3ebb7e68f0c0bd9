import type { Strike } from '../support/simulated/faults.ts'
import { always, atTheEnd, judge, untroubled } from './judges.ts'
import { isBad, type Scenario } from './scenarios.ts'
import { happenings } from './judges/judge.ts'
import { build, type Breaks, type Built, type JobRecord } from './world.ts'

export interface Verdict {
  readonly built: Built
  /** Invariants that did not hold. */
  readonly broken: readonly string[]
}

/** Long enough for everything that is still on its way. */
const restMs = 600_000

const takesHostAway: readonly Strike['kind'][] = ['reboot', 'docker-restart', 'disk-full']

const makeRoom = ({ machines }: Built): void => {
  for (const machine of machines) machine.full = false
}

/** What only the next run can settle: its runner is gone, or a host was while it recovered. */
const needsNext = ({ killed, outcome, post }: JobRecord, strikes: readonly Strike[]): boolean => {
  const isStuck =
    post === 'stuck' || post === 'failed' || outcome === 'stuck' || outcome.startsWith('threw')
  return killed || (isStuck && strikes.some(({ kind }) => takesHostAway.includes(kind)))
}

const playOn = async (built: Built, strikes: readonly Strike[]): Promise<JobRecord> => {
  const first = await built.runJob()
  await built.world.clock.rest(restMs)
  // What brings a host up is not undone: the next run ends it.
  const isHalf = built.scenario.bare === true && first.exitCode === 1
  if (!needsNext(first, strikes) && !isHalf) return first
  makeRoom(built)
  const next = await built.runJob()
  await built.world.clock.rest(restMs)
  return next
}

/** Tier 1: one fault, or none. */
export const playOne = async (
  scenario: Scenario,
  strikes: readonly Strike[],
  breaks: Breaks = {},
): Promise<Verdict> => {
  const built = build(scenario, 'seed', breaks)
  for (const strike of strikes) built.world.strike(strike)
  const last = await playOn(built, strikes)
  const broken = judge({ built, strikes, last }, [...always, ...atTheEnd])
  return { built, broken }
}

/** Without a fault: a deploy, the same again (D10), and after an undone one a good one (D11). */
export const playQuiet = async (scenario: Scenario, breaks: Breaks = {}): Promise<Verdict> => {
  const built = build(scenario, 'seed', breaks)
  const last = await built.runJob()
  await built.world.clock.rest(restMs)
  const played = { built, strikes: [], last }
  const wanted = isBad(scenario) ? 1 : 0
  const broken = [
    ...judge(played, [...always, ...atTheEnd, ...(isBad(scenario) ? [] : untroubled)]),
    ...(last.exitCode === wanted ? [] : [`D13: it came to ${last.outcome}`]),
  ]
  if (wanted === 1) return { built, broken }
  const exchanges = built.world.exchanges
  const again = await built.runJob()
  const changing = happenings(played, 'exchange').filter(
    ({ exchange, changes }) => exchange > exchanges && changes,
  )
  return {
    built,
    broken: [
      ...broken,
      ...(again.outcome === 'unchanged' ? [] : [`D10: a repeat came to ${again.outcome}`]),
      ...changing.map(({ title }) => `D10: a repeat said "${title}"`),
    ],
  }
}

/** Tier 2: two faults, wherever they strike; judged after the next run. */
export const playTwo = async (
  scenario: Scenario,
  strikes: readonly Strike[],
  breaks: Breaks = {},
): Promise<Verdict> => {
  const built = build(scenario, 'seed', breaks)
  for (const strike of strikes) built.world.strike(strike)
  for (let runs = 0; runs <= strikes.length; runs += 1) {
    await built.runJob()
    await built.world.clock.rest(restMs)
    makeRoom(built)
  }
  built.world.strikes.clear()
  const last = await built.runJob()
  const wanted = isBad(scenario) ? 1 : 0
  const broken = [
    ...judge({ built, strikes, last }, [...always, ...atTheEnd]),
    ...(last.exitCode === wanted ? [] : [`D3: the next run came to ${last.outcome}`]),
  ]
  return { built, broken }
}
