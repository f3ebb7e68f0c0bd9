import type { Role } from '../config.ts'
import { effectiveProxy, hostNames, type RoleBlock } from '../roles.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, type Field } from '../yaml/field.ts'
import { flagOf, isBlank, textOf, textsOf } from '../yaml/values.ts'
import { assetsOf } from '../assets.ts'
import { buildEnv, buildTagged } from './env.ts'
import { buildLogging, buildOptions, buildRestart, buildTexts } from './options.ts'
import { buildProxy, secondsOf } from './proxy.ts'

export const drainTimeoutMs = (root: Field): number =>
  secondsOf(member(root, 'drain_timeout')) ?? 30_000

/** One role, with everything of the root that holds for it. */
export const buildRole = (root: Field, role: RoleBlock, secrets: Secrets): Role => {
  const { name, block } = role
  const options = member(block, 'options')
  const cmd = member(block, 'cmd')
  const proxy = effectiveProxy(root, role)
  const envs = [member(root, 'env'), member(block, 'env')]
  const overlap = flagOf(member(root, 'x-seaworthy', 'roles', name, 'overlap'))
  return {
    name,
    hosts: hostNames(role),
    cmd: isBlank(cmd) ? undefined : textOf(cmd),
    env: buildEnv(envs, secrets),
    tagged: buildTagged(envs, role, secrets),
    labels: { ...buildTexts(member(root, 'labels')), ...buildTexts(member(block, 'labels')) },
    volumes: textsOf(member(root, 'volumes')),
    options: buildOptions(options),
    restart: buildRestart(options),
    logging: buildLogging(member(root, 'logging'), member(block, 'logging')),
    stopTimeoutMs: stopTimeoutMs(root, role),
    proxy: proxy && buildProxy(proxy, secrets),
    assets: assetsOf(root, role),
    overlap: overlap ?? true,
  }
}

/** The role's own, else the root's; else a role that the proxy doesn't drain gets the drain's time. */
const stopTimeoutMs = (root: Field, { block, proxied }: RoleBlock): number | undefined =>
  secondsOf(member(block, 'stop_timeout')) ??
  secondsOf(member(root, 'stop_timeout')) ??
  (proxied ? undefined : drainTimeoutMs(root))
