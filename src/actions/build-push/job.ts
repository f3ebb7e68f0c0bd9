import { versionOf } from '../../github/version.ts'
import type { BuildFile } from '../../config/read-build.ts'
import { lookAtCheckout, type Checkout } from '../../image/checkout.ts'
import type { Order, RegistryLogin } from '../../image/order.ts'
import type { Context } from '../shared/context.ts'
import type { HookSubject } from '../shared/hooks/hook-env.ts'
import { loginOf, warnOfDyingLogin } from './load.ts'
import { isClean, orderOf } from './order.ts'
import type { BuildInputs } from './read.ts'

/** Everything that is known before docker is asked for anything. */
export interface Job {
  readonly context: Context
  readonly inputs: BuildInputs
  readonly file: BuildFile
  readonly order: Order
  /** Undefined: the registry wants none. */
  readonly login: RegistryLogin | undefined
  /** Whether the commit says all about the files that are built. */
  readonly clean: boolean
  readonly checkout: Checkout
  /** The builder that an earlier step has made. */
  readonly builder: string | undefined
  readonly hooks: HookSubject
}

const mostNamed = 10

/** Kamal's command that builds alone is `build push`. */
const hooksOf = (file: BuildFile, version: string, command: 'build' | 'deploy'): HookSubject => ({
  ...{ service: file.service, destination: file.destination, settings: file.hooks, version },
  ...{ hosts: file.hooks.hosts, roles: [], command },
  ...(command === 'build' ? { subcommand: 'push' } : {}),
})

/**
 * Finds out what is to be built; warns of what the commit does not hold.
 * @throws SeaworthyError `input-invalid` for a version that can't be, or a login without a user.
 */
export const jobOf = async (
  context: Context,
  inputs: BuildInputs,
  file: BuildFile,
  command: 'build' | 'deploy',
): Promise<Job> => {
  const { env, run, log } = context
  const login = loginOf(file, inputs, context)
  warnOfDyingLogin(file, inputs, context)
  const [version, checkout] = await Promise.all([
    versionOf({ input: inputs.version, variable: env['VERSION'], workspace: run.workspace }),
    lookAtCheckout(run.workspace),
  ])
  const { commit, uncommitted } = checkout
  if (uncommitted.length > 0) {
    const names = uncommitted.slice(0, mostNamed).join(', ')
    const more = uncommitted.length > mostNamed ? ` and ${uncommitted.length - mostNamed} more` : ''
    log.warning(`Built is the checkout as it stands, and the commit does not hold ${names}${more}.`)
  }
  const order = orderOf(file, inputs, context, { version, commit })
  const clean = isClean(order, checkout, run.workspace)
  return {
    context,
    inputs,
    file,
    order,
    login,
    clean,
    checkout,
    builder: inputs.builder ?? env['BUILDX_BUILDER'],
    hooks: hooksOf(file, version, command),
  }
}
