import { SeaworthyError } from '../../base/error.ts'
import type { Command } from '../command.ts'
import type { Engine } from './engine.ts'
import type { Docker } from './run.ts'

/** Which BuildKit builds, as the file and the inputs say. */
export interface BuilderWish {
  /** A builder of buildx that is there already. */
  readonly name: string | undefined
  readonly driver: string
  readonly remote: string | undefined
  readonly local: boolean
  readonly platforms: readonly string[]
  /** Whether a builder in a container shares this machine's network, to reach its loopback. */
  readonly hostNetwork: boolean
}

export interface BuilderPlan {
  readonly name: string
  /** Calls that make it; none for one that is there already. */
  readonly create: readonly Command[]
  /** Whether it can keep layers in a registry or with GitHub. */
  readonly exportsCache: boolean
}

const call = (...args: readonly string[]): Command => ({ args, env: {} })

const create = (name: string, ...more: readonly string[]): Command =>
  call('buildx', 'create', '--name', name, ...more)

const architectureOf = (platform: string): string => platform.split('/')[1] ?? ''

/** Kamal's choice: what this machine can build it builds, the remote engine the rest, or all of it. */
const withRemote = (
  wish: BuilderWish,
  remote: string,
  engine: Engine,
  name: string,
): BuilderPlan => {
  const isOurs = (platform: string): boolean =>
    wish.local && architectureOf(platform) === engine.architecture
  const ours = wish.platforms.filter(isOurs)
  const theirs = wish.platforms.filter((platform) => !isOurs(platform))
  const container = ['--driver', 'docker-container']
  const far = [...container, '--platform', theirs.join(), remote]
  const near = [...container, '--platform', ours.join()]
  const both = [create(name, ...near), create(name, '--append', ...far)]
  const calls = theirs.length === 0 ? [create(name, ...near)] : [create(name, ...far)]
  return {
    name,
    create: ours.length > 0 && theirs.length > 0 ? both : calls,
    exportsCache: true,
  }
}

/** Kamal's remote is not asked for what this machine builds; it can not reach the registry on it. */
const refuseRemote = ({ platforms, local }: BuilderWish, { architecture }: Engine): void => {
  const theirs = platforms.filter((one) => !local || architectureOf(one) !== architecture)
  if (theirs.length === 0) return
  throw new SeaworthyError(
    'builder-missing',
    `builder/remote would build for ${theirs.join()}, and can't reach the registry on this machine.`,
    { hint: 'Use a runner of that architecture, or name a registry that both can reach.' },
  )
}

/**
 * Which builder to use, and how it comes to be. The engine's own does where it can all that is needed
 * (images in containerd's store); otherwise one in a container is made, as Kamal makes it, and removed.
 * @throws SeaworthyError `builder-missing` when only a remote could build, for a registry on this machine.
 */
export const planBuilder = (wish: BuilderWish, engine: Engine, token: string): BuilderPlan => {
  const name = `seaworthy-${token}`
  if (wish.name !== undefined) return { name: wish.name, create: [], exportsCache: true }
  if (wish.driver.startsWith('cloud ')) {
    const cloud = wish.driver.slice('cloud '.length).trim()
    const made = `cloud-${cloud.replace(/[/:]/g, '-')}`
    return {
      name: made,
      create: [call('buildx', 'create', '--driver', 'cloud', cloud)],
      exportsCache: true,
    }
  }
  if (wish.remote !== undefined && !wish.hostNetwork)
    return withRemote(wish, wish.remote, engine, name)
  if (wish.remote !== undefined) refuseRemote(wish, engine)
  if (wish.driver === 'docker' || engine.containerdStore)
    return { name: 'default', create: [], exportsCache: engine.containerdStore }
  const network = wish.hostNetwork ? ['--driver-opt', 'network=host'] : []
  const make = create(name, '--driver', 'docker-container', ...network)
  return { name, create: [make], exportsCache: true }
}

/** @throws SeaworthyError `builder-missing` when buildx does not take it. */
export const makeBuilder = async (docker: Docker, plan: BuilderPlan): Promise<void> => {
  for (const command of plan.create) {
    const { code, tail } = await docker.run(command)
    if (code !== 0)
      throw new SeaworthyError('builder-missing', 'buildx could not make a builder.', {
        evidence: tail.slice(-10),
        hint: 'Check builder/driver and builder/remote in deploy.yml, and that the remote can be reached by ssh.',
      })
  }
}

/** Removes what was made; a failure is none of the build's. */
export const removeBuilder = async (docker: Docker, name: string): Promise<void> => {
  await docker.run(call('buildx', 'rm', '--force', name))
}
