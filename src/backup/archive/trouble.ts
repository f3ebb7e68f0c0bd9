import { messageOf } from '../../base/reason.ts'
import { statfs } from 'node:fs/promises'
import { SeaworthyError } from '../../base/error.ts'

/** Where in the file the damage was noticed, from the outside to the inside. */
export type Layer = 'envelope' | 'compression' | 'tar' | 'dump digest' | 'manifest'

const places: Readonly<Record<Layer, string>> = {
  envelope: 'in its encryption (age)',
  compression: 'in its compression (zstd)',
  tar: 'in its list of entries (tar)',
  'dump digest': 'in what it holds, which is not what its manifest says',
  manifest: 'in its manifest',
}

/** `backup-damaged`, with the layer and what was seen there. */
export const damaged = (layer: Layer, seen: string, cause?: unknown): SeaworthyError =>
  new SeaworthyError('backup-damaged', `The backup is damaged ${places[layer]}: ${seen}`, {
    hint: 'Download it again; if it stays so, this backup is lost: verify an older one, and make a new one now.',
    evidence: [`layer: ${layer}`],
    cause,
  })

/** The code of an error of Node.js or of the system; undefined for any other value. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** What was thrown, as an error. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error
    ? thrown
    : Object.assign(new Error(messageOf(thrown), { cause: thrown }), { code: codeOf(thrown) })

const isFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '')

const freeBytes = (folder: string) =>
  statfs(folder).then(
    ({ bavail, bsize }) => `${bavail * bsize} bytes are free`,
    () => 'what is free is unknown',
  )

/**
 * `error`, or `disk-full` in its place where the disk of `folder` is full. Call it before what was
 * written is removed: it tells what is free.
 */
export const orDiskFull = async (error: unknown, folder: string): Promise<unknown> =>
  isFull(error)
    ? new SeaworthyError('disk-full', `The disk of ${folder} is full`, {
        hint: 'Free space there, or use a runner with a larger disk.',
        evidence: [`${folder}: ${await freeBytes(folder)}`, messageOf(error)],
        cause: error,
      })
    : error
