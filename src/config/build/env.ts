import type { Environment } from '../config.ts'
import { isComplexEnv, secretItem } from '../check/env.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, members, type Field } from '../yaml/field.ts'
import { flagOf, textOf, textsOf } from '../yaml/values.ts'

type Clear = Environment['clear'][string]

// Kamal writes `--env KEY=false` for false and a bare `--env KEY` for a blank.
const clearValue = (field: Field): Clear => {
  const text = textOf(field) ?? ''
  return flagOf(field) ?? (text.trim() === '' ? null : text)
}

const clearOf = (env: Field | undefined): readonly (readonly [string, Clear])[] =>
  members(isComplexEnv(env) ? member(env, 'clear') : env).map(
    (entry) => [entry.key, clearValue(entry)] as const,
  )

const secretOf = (
  env: Field | undefined,
  secrets: Secrets,
): readonly (readonly [string, string])[] =>
  textsOf(isComplexEnv(env) ? member(env, 'secret') : undefined).map((text) => {
    const { name, secret } = secretItem(text)
    return [name, secrets.value(secret)] as const
  })

/** The root's environment with the role's on top. */
export const buildEnv = (
  root: Field | undefined,
  role: Field | undefined,
  secrets: Secrets,
): Environment => ({
  clear: Object.fromEntries([...clearOf(root), ...clearOf(role)]),
  secret: Object.fromEntries([...secretOf(root, secrets), ...secretOf(role, secrets)]),
})
