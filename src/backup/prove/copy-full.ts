import { SeaworthyError } from '../../base/error.ts'
import { wordsOf } from '../../base/reason.ts'
import { orDiskFull } from '../archive/trouble.ts'
import type { Manifest } from '../manifest.ts'

/** How the server, initdb and the client end what they say of a full disk: strerror of ENOSPC. */
const full = ': No space left on device'

/** `error`, or `disk-full` in its place where the copy did not fit on the disk of `folder`. */
export const orCopyFull = async (
  error: unknown,
  { server }: Manifest,
  folder: string,
): Promise<unknown> => {
  const evidence = wordsOf(error)
  if (!evidence.some((words) => words.includes(full))) return orDiskFull(error, folder)
  const megabytes = Math.ceil(server.bytes / 1e6)
  return new SeaworthyError(
    'disk-full',
    `The disk of ${folder} is full: the copy of ${server.database} does not fit`,
    {
      hint: `The database has ${megabytes} MB at its source, indexes and all; free that much and 100 MB more there, or use a runner with a larger disk.`,
      evidence,
      cause: error,
    },
  )
}
