/**
 * node scripts/copy-workflows.ts FOLDER   writes into FOLDER what act and actionlint can read: our
 * workflows, the templates and the snippets of the documentation as FOLDER/.github/workflows/*.yml, our
 * actions beside them. `originals` of the documentation go to FOLDER/originals, for zizmor.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { bundlesOf, readActions, root } from './actions.ts'
import { snippetsIn } from './snippets.ts'
import { actionsFolder, copyForTools, type CopyOptions, type Siblings } from './workflow-copy.ts'

export interface Original {
  /** `.github/workflows/backup.yml`, `workflows-templates/backup.yml`, `README.md:21`. */
  readonly place: string
  /** Its file's name in the copy. */
  readonly name: string
  readonly text: string
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const listed = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`)

/** Our own workflows: those that users call, and our CI. */
export const ownWorkflows = (): readonly Original[] =>
  listed('.github/workflows', '.yml').map((place) => ({
    ...{ place, name: basename(place), text: read(place) },
  }))

export const templates = (): readonly Original[] =>
  listed('workflows-templates', '.yml').map((place) => ({
    ...{ place, name: `template-${basename(place)}`, text: read(place) },
  }))

/** Files that users read. */
export const documents = (): readonly string[] => [
  ...new Set([
    ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
    ...readActions().map(({ file }) => join(dirname(file), 'README.md')),
    ...listed('docs', '.md'),
  ]),
]

/** Workflows in the documentation. */
export const snippets = (): readonly Original[] =>
  documents().flatMap((file) =>
    snippetsIn(file, read(file)).map(({ place, workflow }) => ({
      place,
      name: `snippet-${place.replace(/[^A-Za-z0-9]+/g, '-')}.yml`,
      text: workflow,
    })),
  )

const siblings = (): Siblings => ({
  actions: readActions().map(({ name }) => name),
  workflows: ownWorkflows().map(({ name }) => name),
})

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The copies of `originals`, and the actions they use; with `run`, so that act can run them. */
export const writeCopies = (
  folder: string,
  originals: readonly Original[],
  options: CopyOptions,
): void => {
  const known = siblings()
  for (const { place, name, text } of originals)
    write(join(folder, '.github/workflows', name), copyForTools(place, text, known, options))
  const actions = readActions()
  for (const { file } of actions) write(join(folder, actionsFolder, file), read(file))
  for (const bundle of bundlesOf(actions))
    cpSync(join(root, 'dist', bundle), join(folder, actionsFolder, 'dist', bundle), {
      recursive: true,
    })
}

const [, , folder] = process.argv
if (import.meta.main && folder !== undefined) {
  writeCopies(folder, [...ownWorkflows(), ...templates(), ...snippets()], {})
  for (const { name, text } of snippets()) write(join(folder, 'originals', name), text)
}
