import type { Strike } from '../support/simulated/faults.ts'
import { afterwards, always, atTheEnd, judge, untroubled } from './judges.ts'
import { isBad, type Scenario } from './scenarios.ts'
import { happenings, type Played } from './judges/judge.ts'
import { notOn, standingOn } from './standing.ts'
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

const isAsBefore = ({ built: { machines, config, before } }: Played): boolean =>
  machines.every((machine, at) => standingOn(machine, config) === before[at])

/** Of what was undone every so many are deployed to again by us, the others by Kamal. */
const everyFourth = 4

/** What is done to the fleet after the end. One that is not where it should be has told enough. */
const goOn = async (played: Played, broken: readonly string[]): Promise<readonly string[]> => {
  if (broken.some((one) => !one.startsWith('D9:'))) return broken
  const { built, strikes, last } = played
  built.world.strikes.clear()
  makeRoom(built)
  const isUndone = last.exitCode === 1 && last.post !== 'stuck' && isAsBefore(played)
  const isOurs = (strikes[0]?.exchange ?? 0) % everyFourth === 0
  const which = isUndone && isOurs ? 'D11' : 'D15'
  return [...broken, ...(await afterwards[which](played)).map((wrong) => `${which}: ${wrong}`)]
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
  const played = { built, strikes, last }
  const broken = await goOn(played, judge(played, [...always, ...atTheEnd]))
  return { built, broken }
}

/** What the same once more does to a fleet that is on the version already: nothing at all. */
const repeat = async (played: Played): Promise<readonly string[]> => {
  const { built } = played
  const { exchanges, history } = built.world
  const from = history.length
  const again = await built.runJob()
  const changing = happenings(played, 'exchange').filter(
    ({ exchange, changes }) => exchange > exchanges && changes,
  )
  const done = history.slice(from).filter(({ what }) => what !== 'exchange')
  return [
    ...(again.outcome === 'unchanged' ? [] : [`D10: a repeat came to ${again.outcome}`]),
    ...changing.map(({ title }) => `D10: a repeat said "${title}"`),
    ...done.map(({ host, what }) => `D10: ${host}: ${what} by a repeat`),
  ]
}

/** Without a fault: a deploy, the same again (D10), what comes after it (D15), or after its undoing (D11). */
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
  const repeated = wanted === 1 ? [] : await repeat(played)
  return { built, broken: await goOn(played, [...broken, ...repeated]) }
}

const isOnNew = ({ machines, config, scenario }: Built): boolean =>
  machines.every((machine) => notOn(machine, config, scenario.version ?? 'v2') === undefined)

/** A hook says no after a switch, and a fault bars the way back: forward was the way out then. */
const wentForward = (built: Built): boolean =>
  built.scenario.hook !== undefined && built.scenario.hook !== 'pre-deploy' && isOnNew(built)

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
  const wanted = isBad(scenario) && !wentForward(built) ? 1 : 0
  const last = await built.runJob()
  const played = { built, strikes, last }
  const broken = [
    ...judge(played, [...always, ...atTheEnd]),
    ...(last.exitCode === wanted ? [] : [`D3: the next run came to ${last.outcome}`]),
  ]
  return { built, broken: await goOn(played, broken) }
}
