import { format, resolveConfig } from 'prettier'
import { root, type ActionFile, type Field } from './actions.ts'

const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|')

const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const defaultOf = (field: Field): string => {
  if (field.required) return 'required'
  return field.default === undefined || field.default === '' ? '' : `\`${field.default}\``
}

const inputTable = (fields: readonly Field[]): readonly string[] => [
  row('Input', 'Default', 'Meaning'),
  row('---', '---', '---'),
  ...fields.map((field) => row(`\`${field.name}\``, defaultOf(field), field.description)),
]

const outputTable = (fields: readonly Field[]): readonly string[] => [
  row('Output', 'Meaning'),
  row('---', '---'),
  ...fields.map((field) => row(`\`${field.name}\``, field.description)),
]

/** The table of an action's inputs or outputs as Markdown, laid out as prettier wants it. */
export const tableOf = async (action: ActionFile, kind: 'inputs' | 'outputs'): Promise<string> => {
  const fields = action[kind]
  if (fields.length === 0) return `This action has no ${kind}.\n`
  const lines = kind === 'inputs' ? inputTable(fields) : outputTable(fields)
  const options = await resolveConfig(`${root}/README.md`)
  return format(lines.join('\n'), { ...options, parser: 'markdown' })
}

const section = /<!-- (inputs|outputs):([a-z-]+) -->\n[^]*?<!-- \/\1:\2 -->/g
const opening = /<!-- (inputs|outputs):[a-z-]+ -->/g

/**
 * `readme` with every section `<!-- inputs:NAME -->` ... `<!-- /inputs:NAME -->` (and `outputs`) filled
 * from the action.yml of that name.
 * @throws Error for a section that is not closed or that names no action.
 */
export const filled = async (readme: string, actions: readonly ActionFile[]): Promise<string> => {
  const sections = [...readme.matchAll(section)]
  if (sections.length !== [...readme.matchAll(opening)].length) {
    throw new Error('A section of a table is not closed by its <!-- /... -->.')
  }
  const parts: string[] = []
  let from = 0
  for (const { 0: whole, 1: kind = '', 2: name = '', index } of sections) {
    const action = actions.find((candidate) => candidate.name === name)
    if (action === undefined) throw new Error(`There is no action "${name}".`)
    const table = await tableOf(action, kind === 'inputs' ? 'inputs' : 'outputs')
    parts.push(readme.slice(from, index), `<!-- ${kind}:${name} -->\n\n`, table)
    parts.push(`\n<!-- /${kind}:${name} -->`)
    from = index + whole.length
  }
  return [...parts, readme.slice(from)].join('')
}
