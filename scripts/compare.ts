import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Every file below `folder`, by its path in it; none when there is no such folder. */
export const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    : []

/** What `actual` would have to change to be `expected`, byte for byte: one line for each file. */
export const differences = (actual: string, expected: string): readonly string[] => {
  const [have, want] = [filesIn(actual), filesIn(expected)]
  const same = (file: string) =>
    readFileSync(join(actual, file)).equals(readFileSync(join(expected, file)))
  return [
    ...want.filter((file) => !have.includes(file)).map((file) => `${file} is missing`),
    ...have.filter((file) => !want.includes(file)).map((file) => `${file} is left over`),
    ...have.filter((file) => want.includes(file) && !same(file)).map((file) => `${file} differs`),
  ].sort()
}
