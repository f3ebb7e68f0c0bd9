import { expect, test } from '@jest/globals'
import type { Strike } from '../support/simulated/faults.ts'
import { scenarioOf } from './scenarios.ts'
import { notOn } from './standing.ts'
import { build, type Built } from './world.ts'

const restMs = 600_000
const inWay: readonly Strike['kind'][] = ['refused', 'reply-lost', 'non-zero']

const isOn = ({ machines, config }: Built, version: string): boolean =>
  machines.every((machine) => notOn(machine, config, version) === undefined)

/** Deploys v2 and is killed; v3 inherits what that owes, and meets a fault of its own. */
const inherit = async (killedAt: number, fault?: { at: number; kind: Strike['kind'] }) => {
  const built = build(scenarioOf('update', 2))
  const { world } = built
  world.strike({ exchange: killedAt, kind: 'kill' })
  await built.runJob('v2')
  await world.clock.rest(restMs)
  const begun = world.exchanges
  if (fault !== undefined) world.strike({ exchange: begun + fault.at, kind: fault.kind })
  const heir = await built.runJob('v3')
  const said = world.exchanges - begun
  await world.clock.rest(restMs)
  return { built, heir, said, isNew: isOn(built, 'v3') }
}

// In stage, in switch, at the point of no return, and behind it.
test.each([31, 48, 49, 50, 51, 52])(
  'who inherits what was killed at exchange %i says of its own version only what is so',
  async (killedAt) => {
    const { said } = await inherit(killedAt)
    expect(said).toBeGreaterThan(60)
    for (const kind of inWay)
      for (let at = 1; at <= said; at += 1) {
        const { built, heir, isNew } = await inherit(killedAt, { at, kind })
        const where = `${String(killedAt)}:kill, then ${String(at)}:${kind}: ${heir.outcome}`
        expect([where, heir.exitCode === 0]).toEqual([where, isNew])
        expect([where, (await built.runJob('v3')).exitCode]).toEqual([where, 0])
        expect([where, isOn(built, 'v3')]).toEqual([where, true])
      }
  },
)
