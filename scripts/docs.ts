/**
 * node scripts/docs.ts          writes the tables of inputs and outputs into the READMEs
 * node scripts/docs.ts --check  only tells which are not current: exit 1
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readActions, root } from './actions.ts'
import { filled } from './readme.ts'

const actions = readActions()
const besideActions = actions.map(({ file }) => join(dirname(file), 'README.md'))
const readmes = [...new Set(['README.md', ...besideActions])]

for (const readme of readmes.filter((file) => existsSync(join(root, file)))) {
  const path = join(root, readme)
  const before = readFileSync(path, 'utf8')
  const after = await filled(before, actions)
  if (after !== before && process.argv.includes('--check')) {
    process.stderr.write(`${readme} is not current: run node scripts/docs.ts, and commit it.\n`)
    process.exitCode = 1
  } else if (after !== before) writeFileSync(path, after)
}
