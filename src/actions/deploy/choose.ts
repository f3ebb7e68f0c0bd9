import { versionOf } from '../../github/version.ts'
import { hostOf } from '../../rollout/ports.ts'
import { resolve } from '../../rollout/resolve.ts'
import { survey } from '../../rollout/survey.ts'
import type { Choice, Chosen, Choosing } from '../shared/main.ts'
import { prepareHosts } from './prepare-hosts.ts'
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

/** The image, and what the hosts look like, at once. */
export const chooseAndLook = async (inputs: DeployInputs, choosing: Choosing): Promise<Chosen> => {
  const { config, aim, ports } = choosing
  const said = await prepareHosts(inputs, choosing)
  if (aim.targets.length === 0) return { choice: undefined, said }
  const [choice, surveyed] = await Promise.all([
    chooseImage(inputs, choosing),
    survey(config, aim, ports),
  ])
  return { choice, surveyed, said }
}
