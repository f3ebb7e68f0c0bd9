import fc from 'fast-check'
import { kamalDeploys } from '../support/simulated/kamal.ts'
import { always, judge } from './judges.ts'
import { kinds } from './kinds.ts'
import { historyOf } from './report.ts'
import { scenarioOf } from './scenarios.ts'
import { notOn } from './standing.ts'
import { build, type Built } from './world.ts'

const versions = ['v1', 'v2', 'v3'] as const

/** What a random world does: runs of ours, alone or at once with a rival, Kamal, and faults. */
const plans = fc.record({
  scenario: fc.constantFrom('first', 'update', 'worker', 'destination'),
  hosts: fc.integer({ min: 1, max: 3 }),
  acts: fc.array(
    fc.oneof(
      fc.record({ act: fc.constant('deploy' as const), version: fc.constantFrom(...versions) }),
      fc.record({
        act: fc.constant('rivals' as const),
        version: fc.constantFrom(...versions),
        other: fc.constantFrom(...versions),
        afterMs: fc.integer({ min: 0, max: 4000 }),
      }),
      fc.record({
        act: fc.constant('kamal' as const),
        version: fc.constantFrom(...versions),
        afterMs: fc.integer({ min: 0, max: 4000 }),
      }),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  strikes: fc.array(
    fc.record({ exchange: fc.integer({ min: 1, max: 200 }), kind: fc.constantFrom(...kinds) }),
    { maxLength: 3 },
  ),
})

type Plan = typeof plans extends fc.Arbitrary<infer P> ? P : never

const together = async (built: Built, act: Plan['acts'][number]): Promise<void> => {
  const { clock } = built.world
  if (act.act === 'deploy') {
    await built.runJob(act.version)
    return
  }
  const first = built.runJob(act.act === 'rivals' ? act.version : 'v2')
  const rival = async (): Promise<void> => {
    await clock.sleep(act.afterMs)
    if (act.act === 'rivals') await built.runJob(act.other)
    else await kamalDeploys(built, act.version)
  }
  await Promise.all([first, rival()])
}

/** Tier 3 at every instant, and a deploy in the end that leaves the fleet on its version. */
export const playPlan = async (
  plan: Plan,
): Promise<{ built: Built; broken: readonly string[] }> => {
  const built = build(scenarioOf(plan.scenario, plan.hosts))
  const strikes = plan.strikes.map(({ exchange, kind }) => ({ exchange, ...kind }))
  for (const strike of strikes) built.world.strike(strike)
  for (const act of plan.acts) {
    await built.world.clock.until(together(built, act))
    await built.world.clock.rest(600_000)
    for (const machine of built.machines) machine.full = false
  }
  built.world.strikes.clear()
  const last = await built.runJob('v3')
  const broken = judge({ built, strikes, last }, always)
  const wrong = built.machines.flatMap((machine) => notOn(machine, built.config, 'v3') ?? [])
  const end = last.exitCode === 0 ? wrong : [`the last run came to ${last.outcome}`]
  return { built, broken: [...broken, ...end.map((one) => `D3: ${one}`)] }
}

/** S3: random worlds, shrunk when one breaks an invariant; 1 when one did. */
export const playRandom = async (
  seed: string,
  count: number,
  print: (text: string) => void,
): Promise<number> => {
  const number = Number.parseInt(Buffer.from(seed).toString('hex').slice(0, 7), 16)
  const begun = performance.now()
  const details = await fc.check(
    fc.asyncProperty(plans, async (plan) => (await playPlan(plan)).broken.length === 0),
    { seed: number, numRuns: count },
  )
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  print(`seed ${seed}: ${details.numRuns} random worlds in ${seconds} s`)
  if (!details.failed) return 0
  const [plan] = details.counterexample ?? []
  print(`BROKEN, shrunk ${details.numShrinks} times: ${JSON.stringify(plan)}`)
  if (plan !== undefined) {
    const { built, broken } = await playPlan(plan)
    print([...broken, historyOf({ built, broken })].join('\n'))
  }
  print(`again: bin/strike --random ${count} --seed ${seed}`)
  return 1
}
