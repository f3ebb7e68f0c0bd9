import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { parse } from 'yaml'

export interface Field {
  readonly name: string
  readonly description: string
  readonly required: boolean
  readonly default: string | undefined
}

/** One action.yml, as far as our own tools need it. */
export interface ActionFile {
  /** Its folder's name; `seaworthy` is the one at the root. */
  readonly name: string
  /** From the root, with slashes: `deploy/action.yml`. */
  readonly file: string
  readonly description: string
  readonly using: string
  readonly inputs: readonly Field[]
  readonly outputs: readonly Field[]
  /** The files it runs, from the root: `dist/deploy/index.js`. None for a composite action. */
  readonly runs: readonly string[]
}

export const root = dirname(import.meta.dirname)

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
const text = (value: unknown): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined

const fields = (value: unknown): readonly Field[] =>
  Object.entries(record(value)).map(([name, entry]) => {
    const { description, required, default: otherwise } = record(entry)
    return {
      name,
      description: text(description)?.trim() ?? '',
      required: required === true,
      default: text(otherwise),
    }
  })

/** Reads the text of an action.yml; `file` is its path from the root. */
export const parseAction = (file: string, content: string): ActionFile => {
  const action = record(parse(content))
  const { using, main, post } = record(action['runs'])
  const folder = posix.dirname(file)
  const runs = [main, post].map(text).filter((path) => path !== undefined)
  return {
    name: folder === '.' ? 'seaworthy' : folder,
    file,
    description: text(action['description'])?.trim() ?? '',
    using: text(using) ?? '',
    inputs: fields(action['inputs']),
    outputs: fields(action['outputs']),
    runs: runs.map((path) => posix.join(folder, path)),
  }
}

const actionPaths = (): readonly string[] => {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
    .map(({ name }) => name)
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).includes('action.yml') ? [`${folder}/action.yml`] : [],
  )
  return readdirSync(root).includes('action.yml') ? ['action.yml', ...inFolders] : inFolders
}

/** Every action of this repository. */
export const readActions = (): readonly ActionFile[] =>
  actionPaths().map((file) => parseAction(file, readFileSync(join(root, file), 'utf8')))

/** The bundle at `path`, by name: `deploy` of `dist/deploy/index.js`; undefined for another path. */
export const bundleOf = (path: string): string | undefined =>
  /^dist\/([a-z][a-z0-9-]*)\/index\.js$/.exec(path)?.[1]

/** The bundles that `actions` run, by name. */
export const bundlesOf = (actions: readonly ActionFile[]): readonly string[] => {
  const names = actions.flatMap(({ file, runs }) =>
    runs.map((path) => {
      const name = bundleOf(path)
      if (name === undefined) throw new Error(`${file} runs ${path}, not dist/NAME/index.js`)
      return name
    }),
  )
  return [...new Set(names)].sort()
}
