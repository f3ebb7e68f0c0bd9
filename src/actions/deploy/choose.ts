import { versionOf } from '../../github/version.ts'
import { hostOf } from '../../rollout/ports.ts'
import { resolve } from '../../rollout/resolve.ts'
import type { Choice, Choosing } from '../shared/main.ts'
import type { DeployInputs } from './read.ts'

/** The version as Kamal finds it, and the digest that its tag has in the registry now. */
export const chooseImage = async (
  inputs: DeployInputs,
  { context, config, aim, ports }: Choosing,
): Promise<Choice> => {
  const version = await versionOf({
    input: inputs.version,
    variable: context.env['VERSION'],
    workspace: context.run.workspace,
  })
  const host = hostOf(ports, aim.targets[0]?.host ?? aim.lockHost)
  const reference = inputs.digest === undefined ? `:${version}` : `@${inputs.digest}`
  const resolved = await resolve(host, config, reference, ports.signal)
  const { architectures } = resolved
  return { version, digest: inputs.digest ?? resolved.digest, architectures, source: 'registry' }
}
