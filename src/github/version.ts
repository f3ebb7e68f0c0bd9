import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { SeaworthyError } from '../base/error.ts'

const run = promisify(execFile)

/**
 * The commit that is checked out in `folder`; undefined without a repository, a commit or git itself.
 * The folder often belongs to another user (container jobs), which git refuses unless told otherwise.
 */
const headOf = async (folder: string): Promise<string | undefined> => {
  const args = ['-c', 'safe.directory=*', 'rev-parse', '--verify', 'HEAD']
  try {
    const { stdout } = await run('git', args, { cwd: folder, timeout: 10_000 })
    const head = stdout.trim()
    return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(head) ? head : undefined
  } catch {
    return undefined
  }
}

/** A version is part of a tag and of container names [Docker: a tag has at most 128 characters]. */
const asTag = (version: string): string => {
  if (/^\w[\w.-]{0,127}$/.test(version)) return version
  throw new SeaworthyError('input-invalid', `${JSON.stringify(version)} cannot be a version.`, {
    hint: 'Letters, digits, "_", "." and "-", at most 128, not beginning with "." or "-".',
  })
}

export interface VersionSources {
  /** The input `version`. */
  readonly input: string | undefined
  /** The variable `VERSION`, which Kamal reads too. */
  readonly variable: string | undefined
  readonly workspace: string
}

/**
 * The version to deploy: the input, else `VERSION`, else the commit that is checked out: Kamal's order.
 * @throws SeaworthyError `input-invalid` when there is none of them, or it cannot be a tag.
 */
export const versionOf = async ({
  input,
  variable,
  workspace,
}: VersionSources): Promise<string> => {
  const named = [input, variable].map((text) => text?.trim()).find((text) => text)
  if (named !== undefined) return asTag(named)
  const head = await headOf(workspace)
  if (head !== undefined) return head
  throw new SeaworthyError(
    'input-invalid',
    `Can't use commit hash as version, no git repository found in ${workspace}`,
    { hint: 'Put actions/checkout before this step, or set the input version.' },
  )
}
