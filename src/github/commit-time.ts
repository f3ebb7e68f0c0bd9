import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * When a commit of the checkout in `folder` was made, in milliseconds since the epoch; undefined when
 * `version` is no commit, or not one that was checked out.
 */
export const commitTime = async (version: string, folder: string): Promise<number | undefined> => {
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(version)) return undefined
  const args = ['-c', 'safe.directory=*', 'show', '--no-patch', '--format=%ct', version, '--']
  try {
    const { stdout } = await run('git', args, { cwd: folder, timeout: 10_000 })
    const seconds = Number(stdout.trim())
    return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : undefined
  } catch {
    return undefined
  }
}
