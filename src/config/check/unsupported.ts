import type { Report } from '../mistake.ts'
import { member, type Field } from '../yaml/field.ts'
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
}
