import { createReport } from './mistake.ts'
import type { Mistake } from './mistake.ts'
import { readFiles, type ConfigSource } from './read.ts'
import { checkShape } from './check/shape.ts'
import { ownShape } from './check/own-shape.ts'
import { member } from './yaml/field.ts'
import { textsOf } from './yaml/values.ts'

export type Recipients =
  | { readonly ok: true; readonly recipients: readonly string[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

/**
 * `x-seaworthy/backup/recipients` of a deploy.yml, and nothing else of it: the job that backs up has
 * none of the secrets that the rest of the file names.
 */
export const readRecipients = (file: string, source: ConfigSource): Recipients => {
  const report = createReport([file])
  const { root } = readFiles([file], source, report)
  const own = root && member(root, 'x-seaworthy')
  if (own) checkShape(own, ownShape, report)
  const mistakes = report.mistakes()
  if (mistakes.length > 0) return { ok: false, mistakes }
  return { ok: true, recipients: textsOf(own && member(own, 'backup', 'recipients')) }
}
