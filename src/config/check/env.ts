import type { Report } from '../mistake.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { items, member, members, type Field, type Member } from '../yaml/field.ts'
import { textOf } from '../yaml/values.ts'
import { isEnvironmentName, isVariableName } from './names.ts'
import { suggestion } from '../../base/nearest.ts'
import { checkShape } from './shape.ts'

const specialKeys = ['clear', 'secret', 'tags']

/** Whether a block is the form with `clear`, `secret` and `tags`; otherwise all of it is clear. */
export const isComplexEnv = (env: Field | undefined): boolean =>
  specialKeys.some((key) => member(env, key) !== undefined)

/** `NAME` or `NAME:SECRET_KEY`: how the app sees a secret, and how the secrets file names it. */
export const secretItem = (text: string): { readonly name: string; readonly secret: string } => {
  const [name = '', alias] = text.split(':')
  return { name, secret: alias === undefined || alias === '' ? name : alias }
}

/**
 * An `env` block of the root, a role or an accessory, in Kamal's words
 * (`lib/kamal/configuration/validator/env.rb`). Without `secrets`, its secrets aren't needed.
 */
export const checkEnv = (
  env: Field | undefined,
  report: Report,
  secrets?: Pick<Secrets, 'need'>,
): void => {
  if (env === undefined) return
  if (!isComplexEnv(env)) {
    checkShape(env, { map: 'string' }, report)
    checkNames(members(env), report)
    return
  }
  for (const { key, keyAt } of members(env).filter((entry) => !specialKeys.includes(entry.key))) {
    const allowed = env.path === 'env' ? specialKeys : specialKeys.slice(0, 2)
    const hint = `${suggestion(key, allowed)} (or move it under clear)`
    report.refuse({ at: keyAt, path: env.path }, `unknown key: ${key}`, hint)
  }
  const clear = member(env, 'clear')
  if (clear) checkShape(clear, { map: 'string' }, report)
  checkNames(members(clear), report)
  const secret = member(env, 'secret')
  if (secret) checkShape(secret, { list: 'string' }, report)
  for (const item of items(secret)) checkSecret(item, report, secrets)
  checkTags(env, report, secrets)
}

const checkNames = (entries: readonly Member[], report: Report): void => {
  for (const { key, keyAt, keyType, path } of entries) {
    const spot = { at: keyAt, path }
    if (keyType === 'boolean' || keyType === 'null') {
      report.refuse(spot, `YAML takes this key for ${key || 'null'}`, 'put the name in quotes')
    } else if (!isVariableName(key)) {
      report.refuse(spot, `not the name of a variable: ${JSON.stringify(key)}`)
    }
  }
}

const checkSecret = (item: Field, report: Report, secrets?: Pick<Secrets, 'need'>): void => {
  const text = textOf(item)
  if (text === undefined) return
  const { name, secret } = secretItem(text)
  if (isEnvironmentName(name)) secrets?.need(secret, item)
  // Not quoted: a value may stand where a name should.
  else report.refuse(item, 'not the name of a variable', 'write NAME, or NAME:SECRET_KEY')
}

const checkTags = (env: Field, report: Report, secrets?: Pick<Secrets, 'need'>): void => {
  const tags = member(env, 'tags')
  if (tags === undefined) return
  if (env.path !== 'env') {
    report.refuse({ at: tags.at, path: env.path }, 'tags are only allowed in the root env')
    return
  }
  checkShape(tags, { map: 'hash' }, report)
  for (const tag of members(tags)) if (tag.node.kind === 'table') checkEnv(tag, report, secrets)
}
