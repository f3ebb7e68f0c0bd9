import type { Assets } from './config.ts'
import type { RoleBlock } from './roles.ts'
import { member, type Field } from './yaml/field.ts'
import { isBlank, textOf } from './yaml/values.ts'

/** `asset_path` as it holds for a role: its own, else the root's; Kamal ignores it without a proxy. */
export const assetField = (root: Field, { block, proxied }: RoleBlock): Field | undefined => {
  if (!proxied) return undefined
  const own = member(block, 'asset_path')
  const field = isBlank(own) ? member(root, 'asset_path') : own
  return isBlank(field) ? undefined : field
}

/** `PATH` or `PATH:OPTIONS`, taken apart at the first colon. */
export const parseAssets = (text: string): Assets => {
  const [path = '', ...options] = text.split(':')
  return { path, options: options.length === 0 ? undefined : options.join(':') }
}

export const assetsOf = (root: Field, role: RoleBlock): Assets | undefined => {
  const text = textOf(assetField(root, role))
  return text === undefined ? undefined : parseAssets(text)
}
