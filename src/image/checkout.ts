import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const mostBytes = 1024 * 1024

/** What git says of the files that are built. */
export interface Checkout {
  /** Undefined without a repository, a commit, or git itself. */
  readonly commit: string | undefined
  /** Files that the commit does not hold as they are; what .gitignore names does not count. */
  readonly uncommitted: readonly string[]
}

/** The folder often belongs to another user (container jobs), which git refuses unless told otherwise. */
const git = async (folder: string, ...args: readonly string[]): Promise<string | undefined> => {
  const options = { cwd: folder, timeout: 30_000, maxBuffer: mostBytes }
  try {
    return (await run('git', ['-c', 'safe.directory=*', ...args], options)).stdout
  } catch {
    return undefined
  }
}

/** Looks at the checkout in `folder`. */
export const lookAtCheckout = async (folder: string): Promise<Checkout> => {
  const [head, status] = await Promise.all([
    git(folder, 'rev-parse', '--verify', 'HEAD'),
    git(folder, 'status', '--porcelain', '-z', '--no-renames'),
  ])
  const commit = head?.trim()
  if (commit === undefined) return { commit: undefined, uncommitted: [] }
  // More than fits is certainly not clean.
  const entries = status === undefined ? ['?? (too many to list)'] : status.split('\0')
  return {
    commit,
    uncommitted: entries.filter((entry) => entry !== '').map((entry) => entry.slice(3)),
  }
}
