import type { Report } from '../mistake.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { items, member, members, type Field, type Member } from '../yaml/field.ts'
import { anyTextOf, flagOf, isBlank, isUnknown, textOf } from '../yaml/values.ts'
import { isLocalRegistry } from '../local-registry.ts'
import { isEnvironmentName, isImage } from './names.ts'
import { suggestion } from '../../base/nearest.ts'
import { refuseUnsupported } from './unsupported.ts'

/** One architecture or a list of them. */
export const architectureFields = (builder: Field | undefined): readonly Field[] => {
  const arch = member(builder, 'arch')
  if (arch === undefined) return []
  return arch.node.kind === 'list' ? items(arch) : [arch]
}

/**
 * What `builder` says whoever reads it (`lib/kamal/configuration/validator/builder.rb`). The secrets
 * that it names and the architecture that Kamal demands are left to whoever builds: see `checkBuild`.
 */
export const checkBuilder = (root: Field, report: Report): void => {
  const builder = member(root, 'builder')
  if (builder?.node.kind !== 'table') return
  checkReach(builder, textOf(member(root, 'registry', 'server')) ?? '', report)
  checkCache(member(builder, 'cache'), report)
  checkDriver(builder, report)
  for (const arch of architectureFields(builder)) {
    const name = textOf(arch)
    if (name === undefined || /^[a-z0-9]+(\/v\d)?$/.test(name)) continue
    report.refuse(arch, `not an architecture: ${JSON.stringify(name)}`, 'write amd64 or arm64')
  }
  for (const arg of members(member(builder, 'args'))) checkArg(arg, report)
  for (const secret of items(member(builder, 'secrets'))) {
    const name = textOf(secret)
    if (name !== undefined && !isEnvironmentName(name))
      report.refuse(secret, 'not the name of a secret', 'values stand in the secrets file')
  }
}

/**
 * A remote engine reaches the registry of this machine only by what SSH forwards. For one architecture it
 * may not be needed: whether this machine has it, `planBuilder` finds out.
 */
const checkReach = (builder: Field, server: string, report: Report): void => {
  const remote = member(builder, 'remote')
  const address = textOf(remote)?.trim()
  if (!isLocalRegistry(server) || remote === undefined || isBlank(remote) || !address) return
  if (address.startsWith('ssh://')) {
    const isSure = flagOf(member(builder, 'local')) === false
    if (!isSure && architectureFields(builder).length <= 1) return
    const hint = 'leave out builder/remote, or name a registry that both can reach'
    refuseUnsupported(remote, report, 'a remote builder with a local registry', hint)
    return
  }
  const message = 'Local registry with remote builder requires an SSH URL'
  report.refuse({ at: remote.at, path: '' }, message, 'write it as ssh://user@host')
}

const checkCache = (cache: Field | undefined, report: Report): void => {
  const type = member(cache, 'type')
  const name = textOf(type)
  if (type && name !== undefined && !['gha', 'registry'].includes(name)) {
    const spot = { at: type.at, path: 'builder' }
    report.refuse(spot, `Invalid cache type: ${name}`, suggestion(name, ['gha', 'registry']))
  }
  const image = member(cache, 'image')
  const reference = textOf(image)?.replace(/:[\w.-]+$/, '')
  if (image && reference !== undefined && !isImage(reference))
    report.refuse(image, 'not an image name', 'write it as acme/shop-cache, without a server')
}

const checkDriver = (builder: Field, report: Report): void => {
  const at = (key: string) => ({ at: (member(builder, key) ?? builder).at, path: 'builder' })
  const remote = member(builder, 'remote')
  if (flagOf(member(builder, 'local')) === false && (remote === undefined || isBlank(remote)))
    report.refuse(at('local'), 'Cannot disable local builds, no remote is set')
  const driver = textOf(member(builder, 'driver'))
  if (driver !== undefined && !/^(docker|docker-container|cloud \S+\/\S+)$/.test(driver))
    report.refuse(at('driver'), 'not a driver', 'write docker-container, docker or cloud org/name')
  if (driver !== 'docker') return
  const hint = 'leave out driver: docker'
  if (remote && !isBlank(remote))
    report.refuse(at('remote'), 'the docker driver does not support remote builders', hint)
  if (architectureFields(builder).length > 1)
    report.refuse(at('arch'), 'the docker driver does not support multiple arches', hint)
}

const checkArg = (arg: Member, report: Report): void => {
  if (!isEnvironmentName(arg.key)) {
    const spot = { at: arg.keyAt, path: arg.path }
    report.refuse(spot, `not the name of an argument: ${JSON.stringify(arg.key)}`)
  } else if (!isUnknown(arg) && anyTextOf(arg) === undefined && !isBlank(arg)) {
    report.refuse(arg, 'should be a string')
  }
}

const soundsSecret = /(^|_)(KEY|TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?)$/i

/** Arguments stay in the image's history, for whoever may pull it. */
const warnOfOpenSecrets = (args: Field | undefined, report: Report): void => {
  for (const arg of members(args).filter(({ key }) => soundsSecret.test(key))) {
    const value = textOf(arg)
    if (value !== undefined) report.mask(value)
    const hint = 'if it is a secret: name it under builder/secrets and use RUN --mount=type=secret'
    report.warn(arg, 'an argument can be read in the image', hint)
  }
}

/** What a build needs beyond: every secret, and to know for which machines. */
export const checkBuild = (
  root: Field,
  secrets: Pick<Secrets, 'need'>,
  report: Report,
  { needsArch }: { readonly needsArch: boolean },
): void => {
  const builder = member(root, 'builder')
  const arch = member(builder, 'arch')
  if (needsArch && (arch === undefined || (isBlank(arch) && !isUnknown(arch)))) {
    const spot = { at: (arch ?? builder ?? root).at, path: 'builder' }
    report.refuse(spot, 'Builder arch not set', 'add builder/arch: amd64, as the hosts are')
  }
  warnOfOpenSecrets(member(builder, 'args'), report)
  for (const secret of items(member(builder, 'secrets'))) {
    const name = textOf(secret)
    if (name !== undefined && isEnvironmentName(name)) secrets.need(name, secret)
  }
}
