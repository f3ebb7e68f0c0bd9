import { assetField, parseAssets } from '../assets.ts'
import type { Report } from '../mistake.ts'
import type { RoleBlock } from '../roles.ts'
import type { Field } from '../yaml/field.ts'
import { textOf } from '../yaml/values.ts'

const isFolder = (path: string): boolean =>
  /^\/[^\s;&|<>()`'"\\$*?\0]*[^/\s;&|<>()`'"\\$*?\0]\/*$/.test(path) &&
  !path.split('/').includes('..')

/** The folders of assets that roles with a proxy have in their images. */
export const checkAssets = (root: Field, roles: readonly RoleBlock[], report: Report): void => {
  for (const role of roles) {
    const field = assetField(root, role)
    const text = textOf(field)
    if (field === undefined || text === undefined) continue
    const { path, options } = parseAssets(text)
    if (!isFolder(path)) {
      const hint = 'write it as /rails/public/assets'
      report.refuse(field, `not a folder in the image: ${JSON.stringify(path)}`, hint)
    } else if (options !== undefined && !/^[A-Za-z]+(?:,[A-Za-z]+)*$/.test(options)) {
      report.refuse(
        field,
        `not options of a volume: ${JSON.stringify(options)}`,
        'write ro, z or Z',
      )
    }
  }
}
