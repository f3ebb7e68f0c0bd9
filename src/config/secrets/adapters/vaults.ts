import { AdapterError, json, listOf, prefixed, stringOf, textOrNull } from './adapter.ts'
import type { Adapter, Found } from './adapter.ts'

export const lastPass: Adapter = {
  title: 'LastPass',
  program: 'lpass',
  needsAccount: true,
  login: ({ account = '' }, tool) => {
    const status = tool.succeeds(['status', '--color', 'never'])
      ? tool.ask(['status', '--color', 'never'], '')
      : ''
    if (status.trim() !== `Logged in as ${account}.`) {
      tool.ask(['login', account], 'Failed to login to LastPass')
    }
    return undefined
  },
  fetch: (request, tool) => {
    const names = prefixed(request)
    const failure = `Could not read ${names.join(', ')} from LastPass`
    const items = listOf(json(tool.ask(['show', ...names, '--json'], failure), 'lpass'))
    const found: Found = Object.fromEntries(
      items.map(({ fullname, password }) => [stringOf(fullname), textOrNull(password)]),
    )
    const missing = names.filter((name) => !Object.hasOwn(found, name))
    if (missing.length === 0) return found
    throw new AdapterError(`Could not find ${missing.join(', ')} in LastPass`)
  },
}

/** Enpass works on a vault's folder: `--from` is its path. */
export const enpass: Adapter = {
  title: 'Enpass',
  program: 'enpass-cli',
  needsAccount: false,
  login: () => undefined,
  fetch: ({ names, from = '' }, tool) => {
    const titles = [...new Set(names.map((name) => name.replace(/\/[^/]*$/, '') || name))]
    const args = ['-json', '-vault', from, 'show', ...titles]
    const found: Record<string, string> = {}
    for (const item of listOf(
      json(tool.ask(args, `Could not read ${titles.join(', ')} from Enpass`), 'enpass-cli'),
    )) {
      const [title, label, password] = [item['title'], item['label'], item['password']].map(
        stringOf,
      )
      const key = [title, label].filter(Boolean).join('/')
      if (!title || !password?.trim() || !(names.includes(title) || names.includes(key))) continue
      if (Object.hasOwn(found, key)) throw new AdapterError(`${key} is present more than once`)
      found[key] = password
    }
    return found
  },
}
