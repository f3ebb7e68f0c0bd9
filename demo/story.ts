import { readLab } from '../lab/kit/lab.ts'
import type { StepResult } from '../lab/kit/step.ts'
import type { Claims } from './claims.ts'
import { checkFleet, running } from './fleet.ts'
import { heading, quoteAll, say } from './say.ts'
import type { Shop } from './shop.ts'
import { checkTraffic, underLoad } from './traffic.ts'

const checkStep = (claims: Claims, result: StepResult, code: number, outcome: string): void => {
  const { exitCode, outputs } = result
  claims.check(
    exitCode === code && outputs['outcome'] === outcome,
    `exit code ${exitCode}, outcome "${outputs['outcome'] ?? ''}"`,
  )
  const { registry, key } = readLab()
  const secrets = [registry.password, ...key.split('\n').slice(1, -2)]
  const shown = secrets.filter((secret) => (result.log + result.summary).includes(secret)).length
  claims.check(shown === 0, `${shown} secrets in log and summary`)
}

const showSummary = ({ summary }: StepResult): void => {
  say('On GitHub, the page of the run shows this Markdown:\n')
  quoteAll(summary)
  say('')
}

export const firstDeploy = async (shop: Shop, claims: Claims): Promise<void> => {
  heading('Deploy v1: the first time, the hosts have never seen this shop')
  const result = await shop.step('deploy', { version: 'v1' })
  checkStep(claims, result, 0, 'deployed')
  await checkFleet(claims, shop, 'v1')
}

export const update = async (shop: Shop, claims: Claims): Promise<void> => {
  heading('Deploy v2 while visitors come')
  const { result, traffic } = await underLoad(shop, { before: 'v1', after: 'v2' }, () =>
    shop.step('deploy', { version: 'v2' }),
  )
  showSummary(result)
  checkStep(claims, result, 0, 'deployed')
  checkTraffic(claims, traffic, ['v1', 'v2'])
  await checkFleet(claims, shop, 'v2')
}

export const brokenBuild = async (shop: Shop, claims: Claims): Promise<void> => {
  heading('Deploy v3 while visitors come: it listens on 127.0.0.1, where no proxy reaches it')
  const before = await running(shop)
  const { result, traffic } = await underLoad(shop, { before: 'v2', after: 'v2' }, () =>
    shop.step('deploy', { version: 'v3' }),
  )
  showSummary(result)
  checkStep(claims, result, 1, 'halted')
  const said = result.annotations.filter(({ kind }) => kind === 'error').map((one) => one.message)
  claims.check(
    said.some((message) => message.includes('listens on 127.0.0.1:3000 only')),
    `the diagnosis: ${said.join('; ')}`,
  )
  checkTraffic(claims, traffic, ['v2'])
  await checkFleet(claims, shop, 'v2')
  const after = await running(shop)
  const same = after.filter((container) => before.includes(container)).length
  claims.check(same === before.length, `${same} of ${before.length} containers ran on untouched`)
}

export const wayBack = async (shop: Shop, claims: Claims): Promise<void> => {
  heading('Roll back to the version before, while visitors come')
  const { result, traffic } = await underLoad(shop, { before: 'v2', after: 'v1' }, () =>
    shop.step('rollback'),
  )
  showSummary(result)
  checkStep(claims, result, 0, 'deployed')
  checkTraffic(claims, traffic, ['v1', 'v2'])
  await checkFleet(claims, shop, 'v1')
}
