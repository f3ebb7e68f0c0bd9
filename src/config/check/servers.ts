import type { Report } from '../mistake.ts'
import { hostNames, primaryRoleName, type HostItem, type RoleBlock } from '../roles.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { flagOf, isBlank } from '../yaml/values.ts'
import { hostFault, isName, nameRule } from './names.ts'
import { nearest } from '../../base/nearest.ts'

/** Roles and their hosts: names, hosts that are hosts, and roles that have some. */
export const checkServers = (root: Field, roles: readonly RoleBlock[], report: Report): void => {
  const servers = member(root, 'servers')
  if (servers === undefined && isBlank(member(root, 'accessories')))
    report.refuse(root, 'No servers or accessories specified')
  if (servers === undefined || !['list', 'table'].includes(servers.node.kind)) return
  for (const role of roles) {
    checkName(role, report)
    for (const item of role.hosts) checkHost(item, report)
  }
  checkPrimary(root, servers, roles, report)
  checkEmptyRoles(root, roles, report)
}

const checkName = ({ name, keyAt, field }: RoleBlock, report: Report): void => {
  if (isName(name)) return
  report.refuse({ at: keyAt, path: field.path }, 'not a name for a role', `use ${nameRule}`)
}

const checkHost = (item: HostItem, report: Report): void => {
  if (item.node.kind === 'unknown') return
  if (item.host === undefined) {
    const size = members(item).length
    if (item.node.kind === 'table' && size !== 1) report.refuse(item, 'multiple hosts found')
    // Other than Kamal, which passes over such an item without a word.
    if (item.node.kind === 'scalar') {
      report.refuse(item, 'should be a string or a hash', 'put the host in quotes')
    }
    return
  }
  const fault = hostFault(item.host)
  if (fault) report.refuse(item, fault.message, fault.hint)
}

const checkPrimary = (
  root: Field,
  servers: Field,
  roles: readonly RoleBlock[],
  report: Report,
): void => {
  const name = primaryRoleName(root)
  const spot = { at: member(root, 'primary_role')?.at ?? servers.at, path: '' }
  const primary = roles.find((role) => role.primary)
  if (member(root, 'primary_role')?.node.kind === 'unknown') return
  if (primary === undefined) {
    const names = roles.map((role) => role.name)
    const meant = nearest(name, names)
    const choice = `set primary_role to one of: ${names.join(', ')}`
    const hint = meant === undefined ? choice : `did you mean ${meant}?`
    report.refuse(spot, `The primary_role ${name} isn't defined`, hint)
  } else if (hasNoHosts(primary)) {
    const message = `No servers specified for the ${name} primary_role`
    report.refuse({ at: primary.keyAt, path: '' }, message)
  }
}

const checkEmptyRoles = (root: Field, roles: readonly RoleBlock[], report: Report): void => {
  if (flagOf(member(root, 'allow_empty_roles')) === true) return
  for (const role of roles.filter((one) => !one.primary && hasNoHosts(one))) {
    const advice = 'You can ignore this with allow_empty_roles: true'
    const message = `No servers specified for the ${role.name} role. ${advice}`
    report.refuse({ at: role.keyAt, path: '' }, message)
  }
}

const hasNoHosts = (role: RoleBlock): boolean => {
  const hosts = role.block ? member(role.block, 'hosts') : role.field
  const unknown = hosts?.node.kind === 'unknown' || role.hosts.some(hostless)
  // What is not a list at all has been refused for that.
  const refused = hosts !== undefined && hosts.node.kind !== 'list'
  return !unknown && !refused && hostNames(role).length === 0
}

const hostless = (item: HostItem): boolean => item.host === undefined
