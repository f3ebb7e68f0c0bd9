import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SeaworthyError } from '../base/error.ts'
import { buildCommand } from './command.ts'
import type { Docker } from './docker/run.ts'
import { explainBuild, type Attempt } from './explain.ts'
import { labelsFor } from './labels.ts'
import { readMetadata, type Check } from './metadata.ts'
import type { Order } from './order.ts'

export interface BuildRun {
  readonly docker: Docker
  readonly builder: string
  /** 0700; what buildx writes goes there. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Whether the commit holds all that is built. */
  readonly clean: boolean
  readonly attempt: Attempt
  readonly signal: AbortSignal
  readonly tell: (line: string) => void
}

export interface Built {
  /** What hosts pull. */
  readonly digest: string
  readonly checks: readonly Check[]
}

const textIn = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

/**
 * Builds and pushes.
 * @throws SeaworthyError that explains what went wrong, with its place in the Dockerfile; the signal's
 * reason when it was aborted.
 */
export const build = async (order: Order, run: BuildRun): Promise<Built> => {
  const { docker, builder, env, now, clean, attempt, signal } = run
  const metadataFile = join(run.folder, 'metadata.json')
  const labels = labelsFor(order, { now, clean })
  const command = buildCommand(order, { labels, builder, metadataFile, env })
  const { code, tail } = await docker.run(command, run.tell)
  signal.throwIfAborted()
  if (code !== 0) throw explainBuild(tail, attempt)
  const { digest, checks } = readMetadata(await textIn(metadataFile))
  if (digest === undefined)
    throw new SeaworthyError('build-failed', 'buildx did not say what it has pushed.', {
      hint: 'buildx 0.13 or newer is needed, with a builder that can push.',
    })
  return { digest, checks }
}
