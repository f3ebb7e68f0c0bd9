import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { SeaworthyError } from '../../../base/error.ts'
import type { HookSettings } from '../../../config/hooks.ts'

const anyRunBit = 0o111

const canRun = (path: string): boolean => {
  const found = statSync(path)
  return found.isFile() && (found.mode & anyRunBit) !== 0
}

/**
 * Kamal, too, refuses a hook without its run bit, but only when it comes to it.
 * @throws SeaworthyError `hook-unusable` that names all of them.
 */
export const checkHooks = (workspace: string, { files }: HookSettings): void => {
  const wrong = Object.values(files).filter((file) => !canRun(resolve(workspace, file)))
  if (wrong.length === 0) return
  throw new SeaworthyError(
    'hook-unusable',
    wrong.map((file) => `${file} is a hook, and is not executable`).join('\n'),
    {
      hint: `Set the run bit and commit it: git update-index --chmod=+x ${wrong.join(' ')}. A hook that is not meant to run needs another name.`,
    },
  )
}
