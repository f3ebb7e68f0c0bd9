/** A home folder, flat: a file is its path, a folder its path with a slash at the end. */
export type Files = Map<string, string>

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

const hasParent = (files: Files, path: string): boolean =>
  parentOf(path) === '' || files.has(parentOf(path))

export const isFolder = (files: Files, path: string): boolean => files.has(`${path}/`)

export const exists = (files: Files, path: string): boolean =>
  files.has(path) || isFolder(files, path)

/** `mkdir -p`; false where a file is. */
export const makeFolder = (files: Files, path: string): boolean => {
  const parts = path.split('/')
  const folders = parts.map((_part, index) => parts.slice(0, index + 1).join('/'))
  if (folders.some((folder) => files.has(folder))) return false
  for (const folder of folders) files.set(`${folder}/`, '')
  return true
}

/** False when the folder is missing. */
export const putFile = (files: Files, path: string, text: string): boolean => {
  if (!hasParent(files, path) || isFolder(files, path)) return false
  files.set(path, text)
  return true
}

/** `rm -rf` */
export const removeAll = (files: Files, path: string): void => {
  for (const name of [...files.keys()])
    if (name === path || name.startsWith(`${path}/`)) files.delete(name)
}

const refusal = (files: Files, from: string, to: string): string | undefined => {
  if (!exists(files, from) || !hasParent(files, to))
    return `cannot move '${from}' to '${to}': No such file or directory`
  if (files.has(to) && isFolder(files, from))
    return `cannot overwrite non-directory '${to}' with directory '${from}'`
  if (!isFolder(files, to)) return undefined
  if (files.has(from)) return `cannot overwrite directory '${to}' with non-directory '${from}'`
  return list(files, to).length > 0 ? `cannot overwrite '${to}': Directory not empty` : undefined
}

/** `mv -T`; why it can't be done: no source, no place, or a folder with something in it there. */
export const rename = (files: Files, from: string, to: string): string | undefined => {
  const refused = refusal(files, from, to)
  if (refused !== undefined) return `mv: ${refused}`
  const moved = [...files].filter(([name]) => name === from || name.startsWith(`${from}/`))
  removeAll(files, to)
  removeAll(files, from)
  for (const [name, text] of moved) files.set(`${to}${name.slice(from.length)}`, text)
  return undefined
}

/** Names in a folder, as `ls` sorts them. */
export const list = (files: Files, path: string): readonly string[] => {
  const found = new Set<string>()
  for (const name of files.keys())
    if (name.length > path.length + 1 && name.startsWith(`${path}/`))
      found.add(name.slice(path.length + 1).split('/')[0] ?? '')
  return [...found].sort()
}
