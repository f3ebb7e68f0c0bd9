import type { Registry } from '../config.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { isLocalRegistry } from '../local-registry.ts'
import { items, member, type Field } from '../yaml/field.ts'
import { textOf } from '../yaml/values.ts'

/** A `registry` block of the root or of an accessory that has passed every check. */
export const buildRegistry = (registry: Field | undefined, secrets: Secrets): Registry => {
  const server = textOf(member(registry, 'server'))
  if (isLocalRegistry(server ?? '')) return { server, username: '', password: '' }
  const login = (key: string): string => {
    const field = member(registry, key)
    return textOf(field) ?? secrets.value(textOf(items(field)[0]) ?? '')
  }
  return {
    server,
    username: login('username'),
    password: login('password'),
  }
}
