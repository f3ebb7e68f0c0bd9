import type { Report } from '../mistake.ts'
import { member, type Field } from '../yaml/field.ts'
import { textOf } from '../yaml/values.ts'

/** `boot.limit`: a number of hosts or a percentage of them, as text. */
export const parseBootLimit = (
  text: string,
): { readonly hosts: number } | { readonly percent: number } | undefined => {
  const [, digits, percent] = /^(\d{1,6})(%)?$/.exec(text) ?? []
  const value = Number(digits ?? 0)
  if (value < 1 || (percent !== undefined && value > 100)) return undefined
  return percent === undefined ? { hosts: value } : { percent: value }
}

export const checkBoot = (root: Field, report: Report): void => {
  const limit = member(root, 'boot', 'limit')
  const text = textOf(limit)
  if (limit === undefined || text === undefined || parseBootLimit(text)) return
  report.refuse(limit, `not a limit: ${JSON.stringify(text)}`, 'write 2 (hosts) or 25% (of them)')
}
