import type { Config, Role } from '../../../src/config/config.ts'
import { pathsOf, proxyService } from '../../../src/host/names.ts'
import { imageOf, type Container, type Machine } from '../../support/simulated/machine.ts'
import { kamalDeploys, kamalRollsBack, kamalVersion } from '../../support/simulated/kamal.ts'
import { targetOf } from '../../support/simulated/proxy.ts'
import { isOurs, notOn, standingOn } from '../standing.ts'
import { happenings, type Judge, type Played } from './judge.ts'

const rolesOn = ({ name }: Machine, config: Config): readonly Role[] =>
  config.roles.filter(({ hosts }) => hosts.includes(name))

/** What Kamal takes for the current version of every role, before anything of ours has run and now. */
export const kamalVersionsOn = (machine: Machine, config: Config): string =>
  JSON.stringify(rolesOn(machine, config).map(({ name }) => kamalVersion(machine, config, name)))

const wrongName = ({ name, labels }: Container, config: Config): readonly string[] => {
  const stem = `${proxyService(config, labels['role'] ?? '')}-`
  const version = name.startsWith(stem) ? name.slice(stem.length) : ''
  return /^[\w.-]+?(_replaced_[0-9a-f]{16})?$/.test(version)
    ? []
    : [`${name} is no name of Kamal's`]
}

/** A container by which Kamal could go back: its image is there under the tag that Kamal runs. */
const wrongImage = (machine: Machine, { name, image }: Container): readonly string[] =>
  imageOf(machine, image) === undefined ? [`the image of ${name} is gone`] : []

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

/** Three lines in base64, as Kamal shows them. */
const wrongLock = ({ files }: Machine, config: Config): readonly string[] => {
  const { lock } = pathsOf(config)
  if (!files.has(`${lock}/`)) return []
  const details = Buffer.from(files.get(`${lock}/details`) ?? '', 'base64').toString('utf8')
  return /^Locked by: .+ at \S+Z\nVersion: .+\nMessage: .+$/.test(details)
    ? []
    : ["the lock's details are not Kamal's"]
}

const wrongOn = (machine: Machine, config: Config): readonly string[] => [
  ...machine.containers
    .filter((one) => isOurs(config, one))
    .flatMap((one) => [...wrongName(one, config), ...wrongImage(machine, one)]),
  ...rolesOn(machine, config).flatMap((role) => wrongEnv(machine, config, role)),
  ...wrongLock(machine, config),
]

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
    [...wrongOn(machine, played.built.config), ...wrongVersion(played, machine, at)].map(
      (wrong) => `${machine.name}: ${wrong}`,
    ),
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

/**
 * D15, carried out: Kamal deploys another version, without losing a request, and can then go back to
 * the one that was brought. Where the lock is kept on purpose it must be refused.
 */
export const kamalGoesOn = async (played: Played): Promise<readonly string[]> => {
  const { built, last } = played
  const { clock, history } = built.world
  const isLocked = built.machines[0]?.files.has(`${pathsOf(built.config).lock}/`) === true
  const from = history.length
  const after = async <T>(work: Promise<T>): Promise<T> => {
    await clock.until(work)
    return work
  }
  const end = await after(kamalDeploys(built, 'v3'))
  if (isLocked) return end === 'locked' ? [] : [`Kamal deployed in spite of the lock`]
  const wrong = [...notAll(played, 'v3'), ...lostSince(played, from)]
  if (end !== 'done' || wrong.length > 0) return [`Kamal's deploy: ${end}`, ...wrong]
  if (last.exitCode !== 0 || last.version === 'v3') return []
  const back = await after(kamalRollsBack(built, last.version))
  const missed = notAll(played, last.version)
  return back === 'done' && missed.length === 0 ? [] : [`Kamal's rollback: ${back}`, ...missed]
}
