import { fieldsOf, json, listOf, prefixed, stringOf, textOrNull } from './adapter.ts'
import type { Adapter, Found, Request } from './adapter.ts'

const bare = (name: string): string => name.replace(/^op:\/\//, '')

/** Fields by item, by vault, in the order in which they were asked for. */
const grouped = (names: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const items = new Map<string, readonly string[]>()
  for (const name of names) {
    const [vault = '', item = '', ...fields] = bare(name).split('/')
    const key = JSON.stringify([vault, item])
    const field = fields.length === 0 ? 'password' : fields.join('.')
    items.set(key, [...(items.get(key) ?? []), field])
  }
  return items
}

const noted = (field: unknown): readonly [string, string | null] => {
  const { reference, value } = fieldsOf(field)
  return [bare(stringOf(reference)).replace(/\/password$/, ''), textOrNull(value)]
}

export const onePassword: Adapter = {
  title: '1Password',
  program: 'op',
  needsAccount: true,
  login: ({ account = '' }, tool) =>
    tool.succeeds(['account', 'get', '--account', account])
      ? undefined
      : tool.ask(
          ['signin', '--account', account, '--force', '--raw'],
          'Failed to login to 1Password',
        ),
  fetch: (request, tool, session) => {
    const get = (vault: string, item: string, fields: readonly string[]): unknown => {
      const what = `${item} in the ${vault} 1Password vault`
      return json(
        tool.ask(itemGet(request, session, vault, item, fields), `Could not read from ${what}`),
        what,
      )
    }
    if (request.names.length === 0) return everything(request, get)
    const found = [...grouped(prefixed(request))].flatMap(([key, fields]) => {
      const [vault = '', item = ''] = keyOf(key)
      const answer = get(vault, item, fields)
      return (fields.length === 1 ? [answer] : listOf(answer)).map(noted)
    })
    return Object.fromEntries(found)
  },
}

const keyOf = (key: string): readonly string[] => {
  const parts: unknown = JSON.parse(key)
  return Array.isArray(parts) ? parts.map(String) : []
}

const everything = (
  { from = '' }: Request,
  get: (vault: string, item: string, fields: readonly string[]) => unknown,
): Found => {
  const [vault = '', item = ''] = bare(from).split('/')
  return Object.fromEntries(listOf(fieldsOf(get(vault, item, []))['fields']).map(noted))
}

const itemGet = (
  { account = '' }: Request,
  session: string | undefined,
  vault: string,
  item: string,
  fields: readonly string[],
): readonly string[] => [
  ...['item', 'get', item, '--vault', vault, '--format', 'json', '--account', account],
  ...(session === undefined || session.trim() === '' ? [] : ['--session', session.trim()]),
  ...(fields.length === 0 ? [] : ['--fields', fields.map((field) => `label=${field}`).join(',')]),
]
