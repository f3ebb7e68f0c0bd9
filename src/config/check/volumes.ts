import type { Report } from '../mistake.ts'
import { items, member, type Field } from '../yaml/field.ts'
import { textOf } from '../yaml/values.ts'

/** Kamal passes volumes to a shell without quotes; more than a variable in them is refused. */
export const checkVolumes = (root: Field, report: Report): void => {
  for (const item of items(member(root, 'volumes'))) {
    const text = textOf(item)
    if (text === undefined || /^[^\s;&|<>()`'"\\\0]+$/.test(text)) continue
    const hint = 'write it as /path/on/host:/path/in/container'
    report.refuse(item, `not a volume: ${JSON.stringify(text)}`, hint)
  }
}
