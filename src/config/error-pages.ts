import type { ErrorPage } from './config.ts'
import type { Report } from './mistake.ts'
import type { ConfigSource } from './read.ts'
import type { RoleBlock } from './roles.ts'
import { member, type Field } from './yaml/field.ts'
import { isBlank, textOf } from './yaml/values.ts'

/** Kamal's `{4??.html,5??.html}`. */
const isPage = (name: string): boolean => /^[45][^/]{2}\.html$/.test(name)

/** Bytes that are no UTF-8 were read as this. */
const unreadable = '\uFFFD'

/**
 * The pages under `error_pages_path`, read now: what the proxy shows must be there before anything is
 * changed. Undefined where nothing comes of the key, because no role has a proxy, or was refused.
 */
export const readErrorPages = (
  root: Field,
  roles: readonly RoleBlock[],
  { list, read }: Pick<ConfigSource, 'list' | 'read'>,
  report: Report,
): readonly ErrorPage[] | undefined => {
  const field = member(root, 'error_pages_path')
  const folder = textOf(field)
  const isServed = roles.some(({ proxied }) => proxied)
  if (field === undefined || isBlank(field) || folder === undefined || !isServed) return undefined
  const names = list?.(folder)
  if (names === undefined) {
    report.refuse(field, `there is no folder ${folder} in the checkout`)
    return undefined
  }
  const pages = names
    .filter(isPage)
    .toSorted()
    .map((name) => ({ name, text: read(`${folder}/${name}`) ?? '' }))
  if (pages.length === 0) {
    report.refuse(field, `there is no page in ${folder}`, 'name them as 404.html or 502.html')
  }
  for (const { name } of pages.filter(({ text }) => text.includes(unreadable))) {
    report.refuse(field, `${folder}/${name} is not UTF-8`)
  }
  return pages
}
