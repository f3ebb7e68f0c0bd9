import { AdapterError, fieldsOf, json, listOf, prefixed, stringOf, textOrNull } from './adapter.ts'
import type { Adapter, Found, Tool } from './adapter.ts'

const inSession = (session: string | undefined) =>
  session === undefined ? {} : { BW_SESSION: session }

const statusOf = (tool: Tool, session?: string): string => {
  const text = tool.ask(['status'], 'Failed to ask Bitwarden for its status', inSession(session))
  return stringOf(fieldsOf(json(text, 'Bitwarden'))['status'])
}

const login = (account: string, tool: Tool): string | undefined => {
  const failure = 'Failed to login to and unlock Bitwarden'
  let status = statusOf(tool)
  let session: string | undefined
  if (status === 'unauthenticated') {
    tool.ask(['login', account], failure)
    status = statusOf(tool)
  }
  if (status === 'locked') {
    session = tool.ask(['unlock', '--raw'], failure).trim() || undefined
    status = statusOf(tool, session)
  }
  if (status !== 'unlocked') throw new AdapterError(failure)
  tool.ask(['sync'], 'Failed to sync Bitwarden', inSession(session))
  return session
}

const fieldsIn = (item: string, found: unknown, names: readonly string[]): Found =>
  Object.fromEntries(
    names.map((name) => {
      const field = listOf(fieldsOf(found)['fields']).find((one) => one['name'] === name)
      if (field) return [`${item}/${name}`, textOrNull(field['value'])]
      throw new AdapterError(`Could not find field ${name} in item ${item} in Bitwarden`)
    }),
  )

const valuesOf = (item: string, names: readonly string[], found: unknown): Found => {
  if (names.length > 0) return fieldsIn(item, found, names)
  const password = textOrNull(fieldsOf(fieldsOf(found)['login'])['password'])
  if (password !== null) return { [item]: password }
  const fields = listOf(fieldsOf(found)['fields']).map(({ name }) => stringOf(name))
  if (fields.length > 0) return fieldsIn(item, found, fields)
  throw new AdapterError(`Item ${item} is not a login type item and no fields were specified`)
}

export const bitwarden: Adapter = {
  title: 'Bitwarden',
  program: 'bw',
  needsAccount: true,
  login: ({ account = '' }, tool) => login(account, tool),
  fetch: (request, tool, session) => {
    const items = new Map<string, readonly string[]>()
    for (const name of prefixed(request)) {
      const [item = '', field] = name.split('/')
      items.set(item, [...(items.get(item) ?? []), ...(field === undefined ? [] : [field])])
    }
    const found = [...items].map(([item, names]) => {
      const failure = `Could not read ${item} from Bitwarden`
      const text = tool.ask(['get', 'item', item], failure, inSession(session))
      return valuesOf(item, names, json(text, 'Bitwarden'))
    })
    return Object.assign({}, ...found) as Found
  },
}

/** Bitwarden's manager for machines: by id, `all`, or `PROJECT/all`. */
export const bitwardenSecretsManager: Adapter = {
  title: 'Bitwarden Secrets Manager',
  program: 'bws',
  needsAccount: false,
  login: (_, tool) => {
    const failure =
      'Could not authenticate to Bitwarden Secrets Manager. Did you set a valid access token?'
    tool.ask(['run', 'echo OK'], failure)
    return undefined
  },
  fetch: (request, tool) => {
    const names = prefixed(request)
    const [only = '', ...others] = names
    if (names.length === 0) {
      throw new AdapterError('You must specify what to retrieve from Bitwarden Secrets Manager')
    }
    const project = only.endsWith('/all') ? [only.slice(0, -'/all'.length)] : []
    const all = others.length === 0 && (only === 'all' || project.length > 0)
    const failure = (what: string) => `Could not read ${what} from Bitwarden Secrets Manager`
    const found = all
      ? listOf(json(tool.ask(['secret', 'list', ...project], failure('secrets')), 'bws'))
      : names.map((name) => fieldsOf(json(tool.ask(['secret', 'get', name], failure(name)), 'bws')))
    return Object.fromEntries(found.map(({ key, value }) => [stringOf(key), textOrNull(value)]))
  },
}
