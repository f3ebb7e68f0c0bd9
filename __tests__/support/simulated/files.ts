/** A home folder, flat: a file is its path, a folder its path with a slash at the end. */
export type Files = Map<string, string>

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

const hasParent = (files: Files, path: string): boolean =>
  parentOf(path) === '' || files.has(parentOf(path))

export const isFolder = (files: Files, path: string): boolean => files.has(`${path}/`)

export const exists = (files: Files, path: string): boolean =>
  files.has(path) || isFolder(files, path)

/** `mkdir -p` */
export const makeFolder = (files: Files, path: string): void => {
  const parts = path.split('/')
  parts.forEach((_part, index) => files.set(`${parts.slice(0, index + 1).join('/')}/`, ''))
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

/** `mv -T`; false when it can't be done: no source, no place, or a folder with something in it there. */
export const rename = (files: Files, from: string, to: string): boolean => {
  if (!exists(files, from) || !hasParent(files, to)) return false
  if (isFolder(files, to) && (list(files, to).length > 0 || files.has(from))) return false
  if (files.has(to) && isFolder(files, from)) return false
  const moved = [...files].filter(([name]) => name === from || name.startsWith(`${from}/`))
  removeAll(files, to)
  removeAll(files, from)
  for (const [name, text] of moved) files.set(`${to}${name.slice(from.length)}`, text)
  return true
}

/** Names in a folder. */
export const list = (files: Files, path: string): readonly string[] => [
  ...new Set(
    [...files.keys()]
      .filter((name) => name.startsWith(`${path}/`) && name.length > path.length + 1)
      .map((name) => name.slice(path.length + 1).split('/')[0] ?? ''),
  ),
]
