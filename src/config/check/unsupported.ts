import type { Report } from '../mistake.ts'
import type { RoleBlock } from '../roles.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { plain } from '../yaml/plain.ts'
import { isBlank } from '../yaml/values.ts'

/** Says no to what Kamal would do and we can't do yet: leaving it out would change how the app runs. */
export const refuseUnsupported = (
  field: Field,
  report: Report,
  what?: string,
  hint?: string,
): void =>
  report.refuse(
    field,
    `${what === undefined ? '' : `${what} `}is not supported by Seaworthy yet`,
    hint,
  )

/** Features that are whole keys. Where nothing would come of a key, it is left alone, as by Kamal. */
export const checkUnsupported = (
  root: Field,
  roles: readonly RoleBlock[],
  report: Report,
): void => {
  const anyProxy = roles.some((role) => role.proxied)
  // Assets and error pages are served by the proxy; without it, Kamal ignores both keys.
  const served = anyProxy ? [member(root, 'asset_path'), member(root, 'error_pages_path')] : []
  const ofRoles = roles.flatMap((role) => (role.proxied ? [member(role.block, 'asset_path')] : []))
  const pack = member(root, 'builder', 'pack')
  for (const field of [...served, ...ofRoles, pack]) {
    if (field && !isBlank(field)) refuseUnsupported(field, report)
  }
  checkAccessoryProxies(root, report)
}

/**
 * An accessory may say how the host's one proxy is started. Where the root says the same, nothing
 * is lost; otherwise our proxy would start differently from Kamal's.
 */
const checkAccessoryProxies = (root: Field, report: Report): void => {
  const ours = plain(member(root, 'proxy', 'run')?.node)
  for (const accessory of members(member(root, 'accessories'))) {
    const run = member(accessory, 'proxy', 'run')
    if (run && !isBlank(run) && plain(run.node) !== ours) {
      const hint = 'put the block under the root proxy as well'
      refuseUnsupported(run, report, 'starting the proxy for an accessory alone', hint)
    }
  }
}
