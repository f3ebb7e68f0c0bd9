import {
  accessoryBlocks,
  accessoryHosts,
  oneOrSeveral,
  placedHost,
  places,
} from '../accessories.ts'
import type { Report } from '../mistake.ts'
import { mountsOf, type Mount } from '../mounts.ts'
import type { RoleBlock } from '../roles.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, type Field, type Member } from '../yaml/field.ts'
import { isBlank, isUnknown, textOf } from '../yaml/values.ts'
import { checkEnv } from './env.ts'
import { hostFault, isName, nameRule } from './names.ts'
import { checkName } from './options.ts'
import { checkProxy } from './proxy.ts'
import { checkRegistry } from './registry.ts'
import { checkVolumes } from './volumes.ts'

/** Where accessories run: roles that there are, hosts that are hosts (`configuration/accessory.rb`). */
export const checkPlaces = (root: Field, roles: readonly RoleBlock[], report: Report): void => {
  for (const block of accessoryBlocks(root)) {
    if (!isName(block.key))
      report.refuse({ at: block.keyAt, path: 'accessories' }, 'not a name', `use ${nameRule}`)
    // More than one place is told elsewhere.
    if (places.filter((key) => member(block, key) !== undefined).length !== 1) continue
    for (const field of oneOrSeveral(block, 'role', 'roles')) {
      const name = textOf(field)
      if (name === undefined || roles.some((role) => role.name === name)) continue
      report.refuse({ at: field.at, path: block.path }, `unknown roles ${name}`)
    }
    for (const field of oneOrSeveral(block, 'host', 'hosts')) {
      const host = textOf(field)
      const fault = host === undefined ? undefined : hostFault(placedHost(root, host))
      if (fault) report.refuse(field, fault.message, fault.hint)
    }
  }
}

/** Everything that making an accessory's container needs; `present` tells of a file of the checkout. */
export const checkKit = (
  block: Member,
  roles: readonly RoleBlock[],
  secrets: Secrets,
  report: Report,
  present: (mount: Mount) => boolean,
): void => {
  const needed = (key: string): Field => ({ ...(member(block, key) ?? block), path: block.path })
  if (isBlank(member(block, 'image'))) report.refuse(needed('image'), 'image: is required')
  else checkImage(member(block, 'image'), report)
  const unknown = ['host', 'hosts', 'role', 'roles'].some((key) => isUnknown(member(block, key)))
  if (!unknown && accessoryHosts(block, roles).length === 0)
    report.refuse(block, 'it has no host', 'no server carries its tag, or its roles are empty')
  checkRegistry(member(block, 'registry'), secrets, report)
  const env = member(block, 'env')
  if (env?.node.kind === 'table') checkEnv(env, report, secrets)
  checkText(member(block, 'service'), isName, 'not a name for a container', nameRule, report)
  checkText(member(block, 'network'), isName, 'not the name of a network', nameRule, report)
  checkText(member(block, 'port'), isPort, 'not a port', '5432, or 127.0.0.1:5432:5432', report)
  checkName(member(block, 'options'), report)
  checkVolumes(block, report)
  checkMounts(block, report, present)
  checkProxy(member(block, 'proxy'), report)
}

const isPort = (text: string): boolean =>
  /^(?:(?:[\d.]+|\[[\da-f:.]+\]):)?\d+(?:-\d+)?(?::\d+(?:-\d+)?)?(?:\/(?:tcp|udp|sctp))?$/i.test(
    text,
  )

const isReference = (text: string): boolean => /^[\w][\w./:@-]*$/.test(text)

const checkImage = (image: Field | undefined, report: Report): void =>
  checkText(image, isReference, 'not an image', 'write it as postgres:17', report)

const checkText = (
  field: Field | undefined,
  fits: (text: string) => boolean,
  message: string,
  hint: string,
  report: Report,
): void => {
  const text = textOf(field)
  if (field !== undefined && text !== undefined && text.trim() !== '' && !fits(text.trim()))
    report.refuse(field, `${message}: ${JSON.stringify(text)}`, hint)
}

// They become part of command lines and of paths on a host.
const isPath = (text: string): boolean =>
  /^[\w.@%+=,~/-]+$/.test(text) && !text.split('/').includes('..')

const isMode = (text: string | undefined): boolean =>
  text === undefined || /^[0-7]{3,4}$/.test(text)

const isOwner = (text: string | undefined): boolean =>
  text === undefined || /^[\w][\w.-]*(?::[\w][\w.-]*)?$/.test(text)

const faultOf = ({ local, remote, mode, owner, options }: Mount): string | undefined => {
  const rules: readonly (readonly [boolean, string])[] = [
    [local !== '' && remote.startsWith('/') && isPath(remote), 'write it as local:/path/inside'],
    [isMode(mode), 'mode is octal, such as 640'],
    [isOwner(owner), 'owner is a user, such as 999:999'],
    [options === undefined || /^[\w,]+$/.test(options), 'options are such as ro'],
  ]
  return rules.find(([holds]) => !holds)?.[1]
}

const checkMounts = (block: Member, report: Report, present: (mount: Mount) => boolean): void => {
  const [files = [], directories = []] = ['files', 'directories'].map((key) =>
    mountsOf(member(block, key)),
  )
  for (const mount of [...files, ...directories]) {
    const fault = isUnknown(mount.field) ? undefined : faultOf(mount)
    if (fault !== undefined) report.refuse(mount.field, 'not a path to mount', fault)
  }
  for (const mount of directories.filter(({ local }) => local !== '' && !isPath(local)))
    report.refuse(mount.field, 'not a folder on the host', 'use letters, digits and - _ . /')
  for (const mount of files.filter((one) => one.local !== '' && !present(one)))
    report.refuse(mount.field, `Missing file: ${mount.local}`, 'it is looked for in the checkout')
}
