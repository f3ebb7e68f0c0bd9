import { AdapterError, json, listOf, prefixed, stringOf, textOrNull } from './adapter.ts'
import type { Adapter, Tool } from './adapter.ts'

interface Folder {
  readonly id: string
  readonly name: string
  readonly parent: string
}

const quoted = (text: string): string => JSON.stringify(text)

const foldersBy = (filter: string, tool: Tool): readonly Folder[] =>
  listOf(
    json(
      tool.ask(
        ['list', 'folders', '--filter', filter, '--json'],
        'Could not read folders from Passbolt',
      ),
      'passbolt',
    ),
  ).map((item) => ({
    id: stringOf(item['id']),
    name: stringOf(item['name']),
    parent: stringOf(item['folder_parent_id']),
  }))

const pathOf = (folder: Folder, all: readonly Folder[], rest: readonly string[] = []): string => {
  const path = [folder.name, ...rest]
  const parent = all.find(({ id }) => id === folder.parent)
  return folder.parent === '' || !parent || rest.length > 50
    ? path.join('/')
    : pathOf(parent, all, path)
}

/** Every folder on the way to the secrets, outermost first. */
const foldersOf = (paths: readonly (readonly string[])[], tool: Tool): readonly Folder[] => {
  if (paths.length === 0) return []
  const tops = [...new Set(paths.map(([top = '']) => top))]
  const first = foldersBy(tops.map((name) => `Name == ${quoted(name)}`).join(' || '), tool)
  const all = [...first]
  for (const [top, ...inner] of paths) {
    let parent = first.find(({ name }) => name === top)
    for (const name of inner) {
      if (!parent) break
      const filter = `Name == ${quoted(name)} && FolderParentID == ${quoted(parent.id)}`
      const next = foldersBy(filter, tool)
      all.push(...next)
      parent = next[0]
    }
  }
  const found = all.map((folder) => pathOf(folder, all))
  const missing = paths.map((path) => path.join('/')).filter((path) => !found.includes(path))
  if (missing.length === 0) return all
  throw new AdapterError(`Could not find the following folders in Passbolt: ${missing.join(', ')}`)
}

const unique = (paths: readonly (readonly string[])[]): readonly (readonly string[])[] => [
  ...new Map(paths.map((path) => [path.join('/'), path])).values(),
]

export const passbolt: Adapter = {
  title: 'Passbolt',
  program: 'passbolt',
  needsAccount: false,
  login: (_, tool) => {
    tool.ask(['verify'], 'Failed to login to Passbolt')
    return undefined
  },
  fetch: (request, tool) => {
    const secrets = prefixed(request).map((secret) => secret.split('/'))
    if (secrets.length === 0) throw new AdapterError('No secrets given to fetch')
    const inFolders = secrets.filter((parts) => parts.length > 1).map((parts) => parts.slice(0, -1))
    const folders = foldersOf(unique(inFolders), tool)
    const conditions = secrets.flatMap((parts) => {
      const name = `Name == ${quoted(parts.at(-1) ?? '')}`
      const path = parts.slice(0, -1).join('/')
      if (path === '') return [name]
      const folder = folders.find((one) => pathOf(one, folders) === path)
      return folder ? [`(${name} && FolderParentID == ${quoted(folder.id)})`] : []
    })
    const args = ['list', 'resources', '--filter', conditions.join(' || ')]
    const within = folders.flatMap(({ id }) => ['--folder', id])
    const failure = `Could not read ${prefixed(request).join(', ')} from Passbolt`
    const items = listOf(json(tool.ask([...args, ...within, '--json'], failure), 'passbolt'))
    const names = items.map(({ name }) => stringOf(name))
    const missing = secrets
      .map((parts) => parts.at(-1) ?? '')
      .filter((name) => !names.includes(name))
    if (missing.length > 0) {
      throw new AdapterError(
        `Could not find the following secrets in Passbolt: ${missing.join(', ')}`,
      )
    }
    return Object.fromEntries(
      items.map((item) => [stringOf(item['name']), textOrNull(item['password'])]),
    )
  },
}
