import { format, resolveConfig } from 'prettier'
import { ownShape } from '../src/config/check/own-shape.ts'
import { describe, type Here, type Key, type Keys, type Shape } from '../src/config/check/shape.ts'
import { rootShape } from '../src/config/check/shapes.ts'
import { root } from './actions.ts'

/** A key of the schema by its whole path: `servers/ROLE/cmd`. */
export interface DocumentedKey {
  readonly path: string
  readonly key: Key
}

/** The keys within a value, each by its path below it. */
const inside = (shape: Shape): readonly DocumentedKey[] => {
  if (typeof shape !== 'object') return []
  if ('either' in shape) return shape.either.flatMap(inside)
  if ('list' in shape) return inside(shape.list)
  if ('keys' in shape) return keysOf(shape.keys)
  return inside(shape.map).map((one) => ({
    ...one,
    path: `${shape.called ?? 'NAME'}/${one.path}`,
  }))
}

const keysOf = (keys: Keys): readonly DocumentedKey[] =>
  Object.entries(keys).flatMap(([name, key]) => {
    const within = key.within === undefined ? inside(key.shape) : keysOf(key.within)
    const below = key.as === undefined ? within : []
    const all = below.map((one) => ({ ...one, path: `${name}/${one.path}` }))
    // One key may be told by two branches of a choice.
    return [{ path: name, key }, ...new Map(all.map((one) => [one.path, one])).values()]
  })

/** Every key that a deploy.yml may have, in the order of the schema. */
export const documentedKeys = (): readonly DocumentedKey[] => [
  ...keysOf(rootShape.keys),
  ...keysOf({ 'x-seaworthy': { ...owned, shape: ownShape } }),
]

const owned: Omit<Key, 'shape'> = {
  meaning: 'Our own settings, which Kamal passes over.',
  here: { does: 'used' },
}

const hereText = ({ does, note }: Here): string => {
  const word = { used: 'used', checked: 'checked only', refused: '**refused**' }[does]
  return note === undefined ? word : `${word}: ${note}`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const typeOf = (shape: Shape): string =>
  shape === 'any'
    ? 'a string or an array of one'
    : describe(shape)
        .replaceAll(/\ban? /g, '')
        .replaceAll(/\bhash\b/g, 'table')
        .replaceAll(/\barray\b/g, 'list')

/** A default that is a value is shown as one. */
const otherwiseText = (text = ''): string =>
  /^(-?\d+|true|false|[a-z./]+[-:][a-z0-9 ./-]+|\/\w+|\.\S+|\d+\w+)$/.test(text)
    ? `\`${text}\``
    : text

const row = ({ path, key }: DocumentedKey): string =>
  `| ${[
    `\`${path}\``,
    typeOf(key.shape),
    otherwiseText(key.otherwise),
    `${key.meaning}${key.as === undefined ? '' : ` Keys as under \`${key.as}\`.`}`,
    hereText(key.here),
  ]
    .map(cell)
    .join(' | ')} |`

const head = ['| Key | Type | Default | Meaning | Here |', '| --- | --- | --- | --- | --- |']

const introduction = `# Every key of deploy.yml

Written by \`npm run docs\` from the schema that files are checked with; a test holds each word of the
last column against the code.

- **used**: it does what it does in Kamal 2.12.
- **checked only**: it is read, its mistakes are told, and nothing comes of it.
- **refused**: leaving it out would change how the app runs, so a file that has it is not deployed.

Types are Kamal's: a string may be written as a number or a boolean, an integer may not be written as a
text. Of two files, tables are merged key by key; a list, a text or null of the destination's file
replaces what was there. Root keys that start with \`x-\` are for anchors; anything else that is unknown is
refused. How files, ERB and secrets are read: [decisions/0008](decisions/0008-reading-as-kamal-does.md).
`

const titleOf = (path: string): string => path.split('/')[0] ?? ''

/** docs/compatibility.md, laid out as prettier wants it. */
export const compatibilityPage = async (): Promise<string> => {
  const keys = documentedKeys()
  const blocks = [...new Set(keys.map(({ path }) => titleOf(path)))]
  const single = (block: string): boolean =>
    keys.filter(({ path }) => titleOf(path) === block).length === 1
  const rows = (chosen: (block: string) => boolean): readonly string[] => [
    ...head,
    ...keys.filter(({ path }) => chosen(titleOf(path))).map(row),
  ]
  const sections = blocks
    .filter((block) => !single(block))
    .flatMap((block) => ['', `## ${block}`, '', ...rows((name) => name === block)])
  const text = [introduction, '## Plain keys', '', ...rows(single), ...sections].join('\n')
  const options = await resolveConfig(`${root}/README.md`)
  return format(text, { ...options, parser: 'markdown' })
}
