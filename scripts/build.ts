/**
 * node scripts/build.ts          makes dist/: one bundle for each action, dist/NAME/index.js
 * node scripts/build.ts --check  makes it elsewhere and compares: exit 1 and a list where they differ
 *
 * `main` and `post` of an action share its bundle; a mark in the step's state tells the phase.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlesOf, readActions, root } from './actions.ts'
import { differences, filesIn } from './compare.ts'

const node = (script: string, ...args: readonly string[]): void => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', script), ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  )
  if (status === 0) return
  // tsc says here what is wrong.
  process.stderr.write(stdout)
  process.exit(1)
}

/** Always the same: bundles number their modules by these paths. */
const compiled = 'build'

const compile = (): void => {
  rmSync(join(root, compiled), { recursive: true, force: true })
  node('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', compiled)
}

const bundle = (name: string, target: string): void => {
  const entry = `${compiled}/actions/${name}/index.js`
  if (!existsSync(join(root, entry))) throw new Error(`There is no src/actions/${name}/index.ts.`)
  const out = join(target, name)
  node('@vercel/ncc/dist/ncc/cli.js', 'build', entry, '-o', out, '--license', 'licenses.txt')
  // ssh2 brings this for Windows, where no action of ours runs.
  rmSync(join(out, 'pagent.exe'), { force: true })
  // Built by an install script, for this machine only: the bundle would differ from one to the next.
  const native = filesIn(out).filter((file) => file.endsWith('.node'))
  if (native.length > 0) throw new Error(`Install with --ignore-scripts: ${native.join(', ')}.`)
}

const buildInto = (target: string): void => {
  compile()
  for (const name of bundlesOf(readActions())) bundle(name, target)
}

/** Built aside and put in place whole: whoever runs a bundle meanwhile has the old one. */
const build = (): void => {
  const aside = mkdtempSync(join(root, '.dist-'))
  const dist = join(root, 'dist')
  buildInto(aside)
  rmSync(dist, { recursive: true, force: true })
  renameSync(aside, dist)
}

const check = (): void => {
  const target = mkdtempSync(join(tmpdir(), 'seaworthy-dist-'))
  try {
    buildInto(target)
    const found = differences(join(root, 'dist'), target)
    for (const line of found) process.stderr.write(`dist/${line}\n`)
    if (found.length === 0) return
    process.stderr.write('dist/ is not what the source builds: run npm run build, and commit it.\n')
    process.exitCode = 1
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}

if (process.argv.includes('--check')) check()
else build()
