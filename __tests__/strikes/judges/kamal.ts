import type { Config, Role } from '../../../src/config/config.ts'
import { latestTag, pathsOf, proxyService } from '../../../src/host/names.ts'
import {
  imageOf,
  type Container,
  type LocalImage,
  type Machine,
} from '../../support/simulated/machine.ts'
import { kamalDeploys, kamalRollsBack, kamalVersion } from '../../support/simulated/kamal.ts'
import { targetOf } from '../../support/simulated/proxy.ts'
import { isOurs, notOn, standingOn } from '../standing.ts'
import { happenings, type Judge, type Played } from './judge.ts'

const rolesOn = ({ name }: Machine, config: Config): readonly Role[] =>
  config.roles.filter(({ hosts }) => hosts.includes(name))

const latestOn = (machine: Machine, config: Config): LocalImage | undefined =>
  imageOf(machine, `${config.repository}:${latestTag(config)}`)

/** What Kamal takes for the current version of every role, and the image that it takes for the latest. */
export const kamalVersionsOn = (machine: Machine, config: Config): string =>
  JSON.stringify([
    ...rolesOn(machine, config).map(({ name }) => kamalVersion(machine, config, name)),
    latestOn(machine, config)?.id,
  ])

const wrongName = ({ name, labels }: Container, config: Config): readonly string[] => {
  const stem = `${proxyService(config, labels['role'] ?? '')}-`
  const version = name.startsWith(stem) ? name.slice(stem.length) : ''
  return /^[\w.-]+?(_replaced_[0-9a-f]{16})?$/.test(version)
    ? []
    : [`${name} is no name of Kamal's`]
}

/** A container by which Kamal could go back: its image is there under the tag that Kamal runs. */
const wrongImage = (machine: Machine, container: Container): readonly string[] => {
  const { name, image, imageId } = container
  const found = imageOf(machine, image)
  if (found === undefined) return [`the image of ${name} is gone`]
  const isOlder = name.includes('_replaced_')
  return isOlder || found.id === imageId ? [] : [`${image} is not what ${name} was made of`]
}

const wrongEnv = (machine: Machine, config: Config, { name }: Role): readonly string[] => {
  const path = `${pathsOf(config).envs}/${name}.env`
  const runs = kamalVersion(machine, config, name) !== undefined
  return runs && !machine.files.has(path) ? [`${path} is not there`] : []
}

const wrongRoute = (machine: Machine, config: Config, role: Role): readonly string[] => {
  const service = proxyService(config, role.name)
  const [target, ...more] = machine.routes.get(service)?.active_targets ?? []
  if (target === undefined) return []
  const behind = /^[0-9a-f]{12}:\d+$/.test(target) ? targetOf(machine, target) : undefined
  if (behind === undefined || more.length > 0) return [`${service} is routed to ${target}`]
  const current = `${service}-${kamalVersion(machine, config, role.name) ?? ''}`
  return behind.name === current ? [] : [`${behind.name} serves, and Kamal takes ${current} for it`]
}

/** Three lines in base64, as Kamal shows them; at every instant that a lock of ours is there. */
export const readableLock: Judge = (played) =>
  happenings(played, 'locked')
    .filter(({ holder }) => holder !== undefined && holder !== 'kamal')
    .filter(({ details = '' }) => {
      const text = Buffer.from(details, 'base64').toString('utf8')
      return !/^Locked by: .+ at \S+Z\nVersion: .+\nMessage: .+$/.test(text)
    })
    .map(({ host }) => `${host}: the details of the lock are not Kamal's`)

const wrongOn = (machine: Machine, config: Config): readonly string[] => [
  ...machine.containers
    .filter((one) => isOurs(config, one))
    .flatMap((one) => [...wrongName(one, config), ...wrongImage(machine, one)]),
  ...rolesOn(machine, config).flatMap((role) => wrongEnv(machine, config, role)),
]

/** What served before a version that was brought is there to go back to. */
const wrongAfter = ({ built, last }: Played, machine: Machine, at: number): readonly string[] => {
  const { before } = built
  if (last.exitCode !== 0) return []
  const gone = [...(before[at] ?? '').matchAll(/"[\w.-]+ ([0-9a-f]{8})"/g)].filter(
    ([, id = '']) => !machine.containers.some((one) => one.id.startsWith(id)),
  )
  return gone.map(([name]) => `${name} is not there to go back to`)
}

/** The tag that moves last. A failure to move it is a warning, so a fault may keep it where it was. */
export const latestMoves: Judge = ({ built: { machines, config }, last }) =>
  machines
    .filter((machine) => {
      const wanted = imageOf(machine, `${config.repository}:${last.version}`)
      return wanted === undefined || latestOn(machine, config) !== wanted
    })
    .map(({ name }) => `${name}: ${latestTag(config)} is not ${last.version}`)

/** A host that serves what it served before must look to Kamal as it looked before. */
const wrongVersion = ({ built }: Played, machine: Machine, at: number): readonly string[] => {
  const { config, before, kamalBefore } = built
  if (standingOn(machine, config) !== before[at])
    return rolesOn(machine, config).flatMap((role) => wrongRoute(machine, config, role))
  const now = kamalVersionsOn(machine, config)
  return now === kamalBefore[at] ? [] : [`Kamal took ${kamalBefore[at] ?? ''} to run, now ${now}`]
}

/** D15, the state: what Kamal reads on a host is there, and says what is so. */
export const readableToKamal: Judge = (played) =>
  played.built.machines.flatMap((machine, at) =>
    [
      ...wrongOn(machine, played.built.config),
      ...wrongVersion(played, machine, at),
      ...wrongAfter(played, machine, at),
    ].map((wrong) => `${machine.name}: ${wrong}`),
  )

const notAll = ({ built }: Played, version: string): readonly string[] =>
  built.machines.flatMap((machine) => notOn(machine, built.config, version) ?? [])

/** A mix that Kamal made and that nobody has put right is Kamal's own to lose requests over. */
const isKamalsMix = ({ built, last }: Played): boolean =>
  built.scenario.mixed === true && last.exitCode !== 0

const lostSince = (played: Played, from: number): readonly string[] =>
  isKamalsMix(played)
    ? []
    : happenings(played, 'serves')
        .filter((one) => played.built.world.history.indexOf(one) >= from)
        .filter(({ by, answer }) => by === undefined || answer.startsWith('unhealthy'))
        .map(({ host, answer }) => `${host}: a request met "${answer}" while Kamal deployed`)

/** What Kamal could go back to from a version that was brought: what served, where that was healthy. */
const versionBefore = ({ built, last }: Played): string | undefined => {
  const { serves = 'v1', sick, mixed } = built.scenario
  const isOne = serves !== null && sick === undefined && mixed === undefined
  return isOne && last.exitCode === 0 && serves !== last.version ? serves : undefined
}

/**
 * D15, carried out: Kamal goes back to what served before, and deploys another version, without losing
 * a request. Where the lock is kept on purpose it must be refused.
 */
export const kamalGoesOn = async (played: Played): Promise<readonly string[]> => {
  const { built } = played
  const { clock, history } = built.world
  const isLocked = built.machines[0]?.files.has(`${pathsOf(built.config).lock}/`) === true
  const from = history.length
  const after = async <T>(work: Promise<T>): Promise<T> => {
    await clock.until(work)
    return work
  }
  const before = versionBefore(played)
  if (before !== undefined && !isLocked) {
    const back = await after(kamalRollsBack(built, before))
    const missed = [...notAll(played, before), ...lostSince(played, from)]
    if (back !== 'done' || missed.length > 0) return [`Kamal's rollback: ${back}`, ...missed]
  }
  const end = await after(kamalDeploys(built, 'v3'))
  if (isLocked) return end === 'locked' ? [] : [`Kamal deployed in spite of the lock`]
  const wrong = [...notAll(played, 'v3'), ...lostSince(played, from)]
  return end === 'done' && wrong.length === 0 ? [] : [`Kamal's deploy: ${end}`, ...wrong]
}
