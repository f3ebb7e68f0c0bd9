import type { Setting } from './deploy-keys.ts'

type Variables = Readonly<Record<string, string | undefined>>

const isRedirection = (key: string): boolean => /^url\..*\.insteadof$/i.test(key)

/**
 * The variables that add `settings` to git's configuration (GIT_CONFIG_COUNT of git-config(1), since
 * 2.31), behind those that `env` has already. A redirection of the same address is replaced: git
 * would take the first of two. Values that are there are not repeated, for they may be secret.
 */
export const gitVariables = (
  env: Variables,
  settings: readonly Setting[],
): Readonly<Record<string, string>> => {
  if (settings.length === 0) return {}
  const count = /^\d{1,4}$/.test(env['GIT_CONFIG_COUNT'] ?? '')
    ? Number(env['GIT_CONFIG_COUNT'])
    : 0
  const variables: Record<string, string> = {}
  let next = count
  for (const { key, value } of settings) {
    const same = Array.from({ length: count }, (_, at) => at).filter(
      (at) =>
        isRedirection(env[`GIT_CONFIG_KEY_${at}`] ?? '') && env[`GIT_CONFIG_VALUE_${at}`] === value,
    )
    for (const at of same) variables[`GIT_CONFIG_KEY_${at}`] = key
    if (same.length > 0) continue
    variables[`GIT_CONFIG_KEY_${next}`] = key
    variables[`GIT_CONFIG_VALUE_${next}`] = value
    next += 1
  }
  return { ...variables, GIT_CONFIG_COUNT: String(next) }
}
