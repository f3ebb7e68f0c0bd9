import { Buffer } from 'node:buffer'
import { bytesIn } from './bytes.ts'
import type { ErrorPage } from './config.ts'
import type { Report } from './mistake.ts'
import type { ConfigSource } from './read.ts'
import type { RoleBlock } from './roles.ts'
import { member, type Field } from './yaml/field.ts'
import { isBlank, textOf } from './yaml/values.ts'

/** Kamal's `{4??.html,5??.html}`. */
const isPage = (name: string): boolean => /^[45][^/]{2}\.html$/.test(name)

/** Text where the bytes are UTF-8 that a shell can hold; else the bytes. */
const pageOf = (name: string, bytes: Buffer): ErrorPage => {
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text).equals(bytes) && !text.includes('\0')
  return isText ? { name, text } : { name, base64: bytes.toString('base64') }
}

/**
 * The pages under `error_pages_path`, read now: what the proxy shows must be there before anything is
 * changed. Undefined where nothing comes of the key, because no role has a proxy, or was refused.
 */
export const readErrorPages = (
  root: Field,
  roles: readonly RoleBlock[],
  source: ConfigSource,
  report: Report,
): readonly ErrorPage[] | undefined => {
  const field = member(root, 'error_pages_path')
  const folder = textOf(field)
  const isServed = roles.some(({ proxied }) => proxied)
  if (field === undefined || isBlank(field) || folder === undefined || !isServed) return undefined
  const names = source.list?.(folder)
  if (names === undefined) {
    report.refuse(field, `there is no folder ${folder} in the checkout`)
    return undefined
  }
  const pages = names
    .filter(isPage)
    .toSorted()
    .map((name) => pageOf(name, bytesIn(source, `${folder}/${name}`) ?? Buffer.alloc(0)))
  if (pages.length === 0) {
    report.refuse(field, `there is no page in ${folder}`, 'name them as 404.html or 502.html')
  }
  // kamal-proxy's own answer: `Content-Type: text/html; charset=utf-8`, whatever the page says.
  for (const { name } of pages.filter((page) => 'base64' in page)) {
    const what = `${folder}/${name} is not UTF-8`
    report.warn(field, `${what}, which kamal-proxy says it is: browsers will garble it`)
  }
  return pages
}
