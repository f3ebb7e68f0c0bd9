import type { Environment } from '../config.ts'
import { isComplexEnv, secretItem } from '../check/env.ts'
import type { RoleBlock } from '../roles.ts'
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

/** `NAME` or `NAME:SECRET`, as written. */
const secretsOf = (env: Field | undefined): readonly string[] =>
  textsOf(isComplexEnv(env) ? member(env, 'secret') : undefined)

/** Blocks over each other: clear values by name, secrets as a union (`configuration/env.rb`, merge). */
export const buildEnv = (
  blocks: readonly (Field | undefined)[],
  secrets: Pick<Secrets, 'value'>,
): Environment => ({
  clear: Object.fromEntries(blocks.flatMap(clearOf)),
  // A name that is there twice is read from the secret that was added last.
  secret: Object.fromEntries(
    [...new Set(blocks.flatMap(secretsOf))].map((text) => {
      const { name, secret } = secretItem(text)
      return [name, secrets.value(secret)] as const
    }),
  ),
})

/** By host: the same with the blocks of its tags on top, in the order in which it has them. */
export const buildTagged = (
  blocks: readonly (Field | undefined)[],
  { hosts }: RoleBlock,
  secrets: Pick<Secrets, 'value'>,
): Readonly<Record<string, Environment>> => {
  const tags = member(blocks[0], 'tags')
  const known = (tag: string): Field[] => [member(tags, tag) ?? []].flat()
  return Object.fromEntries(
    hosts.flatMap(({ host, tags: names }) => {
      const over = names.flatMap(known)
      return host === undefined || over.length === 0
        ? []
        : [[host, buildEnv([...blocks, ...over], secrets)] as const]
    }),
  )
}
