import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { addHost, removeHost, type LabHost } from '../../lab/kit/lab.ts'
import { carryOut } from '../support/conformance/carry-out.ts'
import type { Case } from '../support/conformance/case.ts'
import { casesOf } from '../support/conformance/cases.ts'
import type { Ground } from '../support/conformance/cases/ground.ts'
import { realGround, tryReal, wipeAll } from '../support/conformance/real.ts'
import { simulatedGround, trySimulated } from '../support/conformance/simulated.ts'

// What simulated hosts answer is worth nothing unless real ones answer the same.
const name = 'conform'
const { world, ground: simulated } = simulatedGround()
let host: LabHost
let real: Ground

beforeAll(async () => {
  host = await addHost(name)
  real = await realGround()
}, 180_000)

afterAll(() => removeHost(name), 60_000)

beforeEach(() => wipeAll(host), 60_000)

const answersOf = async (one: Case, at: number): Promise<unknown> => {
  const tried = await tryReal(host)
  try {
    return await carryOut(tried, casesOf(real)[at] ?? one)
  } finally {
    await tried.close()
  }
}

test.each(casesOf(simulated).map((one, at) => ({ ...one, at })))(
  'a simulated host is as a real one: $title',
  async ({ at, ...one }) => {
    const tried = trySimulated(world)
    const said = await tried.run(() => carryOut(tried, one))
    expect(said).toEqual(await answersOf(one, at))
  },
  60_000,
)
