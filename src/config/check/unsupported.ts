import type { Report } from '../mistake.ts'
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

/** Features that are whole keys. */
export const checkUnsupported = (root: Field, report: Report): void => {
  const pack = member(root, 'builder', 'pack')
  if (pack && !isBlank(pack)) refuseUnsupported(pack, report)
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
