import { SeaworthyError } from '../../base/error.ts'
import { allHosts } from '../../config/config.ts'
import { testedRunOf } from '../../github/tested.ts'
import type { Reading } from '../../github/inputs.ts'
import { versionOf } from '../../github/version.ts'
import { lookAtCheckout } from '../../image/checkout.ts'
import { readPrivateKey } from '../../ssh/keys.ts'
import { parseKnownHosts } from '../../ssh/known-hosts.ts'
import { jobOf, type Job } from '../build-push/job.ts'
import { loginsFor } from '../shared/connect.ts'
import { aimOf, keepInputs, type Context } from '../shared/context.ts'
import { checkHooks } from '../shared/hooks/check-hooks.ts'
import { inOne } from '../shared/in-one.ts'
import { noKey } from '../shared/login.ts'
import type { Settings } from '../shared/main.ts'
import { keepBuildInputs } from '../build-push/main.ts'
import { loadWhole, type Whole } from './load.ts'
import type { ShipInputs } from './read.ts'
import { requireTested } from './tested.ts'

/** All that can be wrong was looked at: from here on only the world can refuse. */
export interface Shipment {
  readonly inputs: ShipInputs
  readonly settings: Settings
  readonly job: Job
}

/** Runs checks one by one and keeps what they refuse. */
const collector =
  (errors: SeaworthyError[]) =>
  async <T>(check: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await check()
    } catch (error) {
      if (!(error instanceof SeaworthyError)) throw error
      errors.push(error)
      return undefined
    }
  }

type Attempt = ReturnType<typeof collector>

/** What can be said of the inputs when deploy.yml itself is refused. */
const checkInputsAlone = async (
  context: Context,
  { deploy }: ShipInputs,
  namesKeys: boolean,
  attempt: Attempt,
): Promise<void> => {
  const { key, passphrase, knownHosts = '' } = deploy
  const { env, run } = context
  await attempt(() => {
    if (key !== undefined) readPrivateKey(key, passphrase)
    else if (!namesKeys && env['SSH_AUTH_SOCK'] === undefined) throw noKey()
  })
  await attempt(() => parseKnownHosts([knownHosts]))
  const { workspace } = run
  await attempt(() => versionOf({ input: deploy.version, variable: env['VERSION'], workspace }))
}

const checkWith = async (
  context: Context,
  inputs: ShipInputs,
  { config, file }: Extract<Whole, { ok: true }>,
  attempt: Attempt,
): Promise<Shipment | undefined> => {
  const aim = await attempt(() => aimOf(config, inputs.deploy))
  const hosts = aim?.hosts ?? allHosts(config)
  const logins = await attempt(() => loginsFor(context, config, inputs.deploy, hosts))
  await attempt(() => checkHooks(context.run.workspace, config.hooks))
  const job = await attempt(() => jobOf(context, inputs.build, file, 'deploy'))
  if (aim === undefined || logins === undefined || job === undefined) return undefined
  return { inputs, settings: { config, aim, logins }, job }
}

/** @throws SeaworthyError `commit-not-tested`, where another workflow's run has tested one. */
export const checkTested = async ({ env, run }: Context): Promise<void> => {
  const tested = await testedRunOf(env)
  if (tested === undefined) return
  requireTested(tested, (await lookAtCheckout(run.workspace)).commit, run)
}

/**
 * Looks at everything that the settings alone can tell: inputs, deploy.yml, secrets, keys, and the commit.
 * @throws SeaworthyError one that tells all mistakes, of the build and of the deploy.
 */
export const checkAll = async (
  context: Context,
  { inputs, error }: Reading<ShipInputs>,
): Promise<Shipment> => {
  keepInputs(context, inputs.deploy)
  keepBuildInputs(context, inputs.build)
  const errors = error === undefined ? [] : [error]
  const attempt = collector(errors)
  await attempt(() => checkTested(context))
  const whole = loadWhole(context, inputs)
  const shipment = whole.ok ? await checkWith(context, inputs, whole, attempt) : undefined
  if (!whole.ok) {
    errors.push(whole.error)
    await checkInputsAlone(context, inputs, whole.namesKeys, attempt)
  }
  const [first, ...others] = errors
  if (first !== undefined) throw inOne([first, ...others])
  if (shipment === undefined) throw new Error('no shipment, and nothing is wrong')
  return shipment
}
