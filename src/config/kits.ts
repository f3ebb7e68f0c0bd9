import { Buffer } from 'node:buffer'
import { accessoryBlocks } from './accessories.ts'
import type { Contents } from './build/accessory.ts'
import { bytesIn } from './bytes.ts'
import { checkKit, checkPlaces } from './check/accessory.ts'
import { checkAccessoryCertificate } from './check/certificates.ts'
import { secretItem, isComplexEnv } from './check/env.ts'
import { renderErb } from './erb/erb.ts'
import type { Report } from './mistake.ts'
import { mountsOf } from './mounts.ts'
import type { Environment } from './programs.ts'
import type { ConfigSource, Sheet } from './read.ts'
import { member, members, type Field } from './yaml/field.ts'
import { textOf, textsOf } from './yaml/values.ts'

/** What an accessory's ERB files see: the step's environment with the accessory's own on top. */
const environmentOf = (env: Field | undefined, { secrets }: Sheet): Environment => {
  const clear = members(isComplexEnv(env) ? member(env, 'clear') : env)
  const secret = isComplexEnv(env) ? textsOf(member(env, 'secret')).map(secretItem) : []
  return Object.fromEntries([
    ...clear.map((entry) => [entry.key, textOf(entry) ?? ''] as const),
    ...secret.map(({ name, secret: key }) => [name, secrets.value(key)] as const),
  ])
}

/**
 * Checks the accessories that are to be made and reads their files; those whose name ends in `erb` are
 * rendered with the accessory's own environment, as Kamal does. `wanted`: one by name, or all.
 */
export const readKits = (
  sheet: Sheet,
  source: ConfigSource,
  wanted: string | undefined,
  report: Report,
): Contents | undefined => {
  const { root, roles, secrets } = sheet
  checkPlaces(root, roles, report)
  if (wanted === undefined) return undefined
  const files = new Map<string, Buffer>()
  for (const block of accessoryBlocks(root)) {
    if (wanted !== 'all' && wanted !== block.key) continue
    const before = report.mistakes().length
    checkKit(block, roles, secrets, report, (mount) => {
      const bytes = bytesIn(source, mount.local)
      if (bytes !== undefined) files.set(mount.field.path, bytes)
      return bytes !== undefined
    })
    checkAccessoryCertificate(root, block, roles, sheet, report)
    if (report.mistakes().length > before) continue
    const env = { ...source.env, ...environmentOf(member(block, 'env'), sheet) }
    for (const mount of mountsOf(member(block, 'files')).filter(({ local }) =>
      local.endsWith('erb'),
    )) {
      const text = (files.get(mount.field.path) ?? Buffer.alloc(0)).toString('utf8')
      const { located } = renderErb(mount.local, text, { ...source, env }, report)
      files.set(mount.field.path, Buffer.from(located.text))
    }
  }
  return { wanted, files }
}
