import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { evidenceOf, type RunProgram } from '../../../base/program.ts'

export interface Unpack {
  /** With the `.deb` files. */
  readonly packages: string
  /** Is made: `bin` with the programs, `root` with what the packages have. */
  readonly into: string
  readonly major: number
  readonly run: RunProgram
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

const entriesOf = (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch(() => [] as const)

/** `usr/lib/x86_64-linux-gnu`, below the root. */
const libraryFolders = async (root: string): Promise<readonly string[]> => {
  const found: string[] = []
  for (const above of ['usr/lib', 'lib'])
    for (const name of await entriesOf(join(root, above)))
      if (name.endsWith('-linux-gnu')) found.push(join(above, name))
  return found
}

/** Only the program itself gets the unpacked libraries, and the programs that it starts. */
const wrapper = (program: string, libraries: readonly string[]): string =>
  `#!/bin/sh
root=$(cd "$(dirname "$0")/../root" && pwd) || exit 127
LD_LIBRARY_PATH=${libraries.map((folder) => `$root/${folder}`).join(':')}
export LD_LIBRARY_PATH
exec "$root/${program}" "$@"
`

/**
 * Unpacks packages without installing them. Nothing of them is run.
 * @returns what went wrong; nothing, when all went well.
 */
export const unpack = async (order: Unpack): Promise<readonly string[]> => {
  const { packages, into, major, run, env, signal } = order
  const root = join(into, 'root')
  await mkdir(join(into, 'bin'), { recursive: true })
  for (const name of await entriesOf(packages)) {
    const outcome = await run('dpkg-deb', ['-x', join(packages, name), root], { env, signal })
    if (outcome.code !== 0) return evidenceOf(`dpkg-deb -x ${name}`, outcome)
  }
  await rm(join(root, 'usr/share'), { recursive: true, force: true })
  const libraries = await libraryFolders(root)
  const home = `usr/lib/postgresql/${major}/bin`
  for (const name of await entriesOf(join(root, home)))
    await writeFile(join(into, 'bin', name), wrapper(join(home, name), libraries), { mode: 0o755 })
  return []
}
