/**
 * node scripts/docs.ts          writes the tables of inputs and outputs into the READMEs, and
 *                               docs/compatibility.md
 * node scripts/docs.ts --check  only tells which are not current: exit 1
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readActions, root } from './actions.ts'
import { compatibilityPage } from './compatibility.ts'
import { filled } from './readme.ts'

const actions = readActions()
const besideActions = actions.map(({ file }) => join(dirname(file), 'README.md'))
const readmes = [...new Set(['README.md', ...besideActions])]

const keep = (file: string, before: string, after: string): void => {
  if (after !== before && process.argv.includes('--check')) {
    process.stderr.write(`${file} is not current: run node scripts/docs.ts, and commit it.\n`)
    process.exitCode = 1
  } else if (after !== before) writeFileSync(join(root, file), after)
}

for (const readme of readmes.filter((file) => existsSync(join(root, file)))) {
  const before = readFileSync(join(root, readme), 'utf8')
  keep(readme, before, await filled(before, actions))
}
const page = 'docs/compatibility.md'
const there = existsSync(join(root, page)) ? readFileSync(join(root, page), 'utf8') : ''
keep(page, there, await compatibilityPage())
