import { SeaworthyError } from '../../base/error.ts'
import { latestTag } from '../../host/names.ts'
import { tagImage } from '../../image/registry/image.ts'
import type { Result } from '../../rollout/result.ts'
import type { Provided } from '../build-push/main.ts'
import type { Context } from '../shared/context.ts'
import type { AimInputs } from '../shared/inputs.ts'

/** A canary is not what everybody gets. */
const isWholeFleet = ({ hosts, roles }: AimInputs): boolean =>
  hosts.length === 0 && roles.length === 0

/**
 * Lets `latest` (`latest-DESTINATION`) in the registry name what now serves on the whole fleet. It never
 * fails a deploy that went well.
 */
export const moveLatest = async (
  { log }: Context,
  inputs: AimInputs,
  { outcome, rollout }: Result,
  { digest, registry }: Provided,
): Promise<void> => {
  if (!['deployed', 'unchanged'].includes(outcome) || !isWholeFleet(inputs)) return
  const tag = latestTag(rollout.config)
  try {
    await tagImage(registry, digest, tag)
    log.info(`${registry.repository}:${tag} is ${rollout.version} now`)
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error
    const why = [error.message, ...error.evidence].join(' ')
    log.warning(`${tag} could not be moved to ${rollout.version}: ${why}`, { title: error.code })
  }
}
