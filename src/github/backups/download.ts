import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { SeaworthyError } from '../../base/error.ts'
import type { Artifact } from '../artifact/artifact.ts'
import type { RestApi } from '../rest.ts'
import { isRecord } from '../../base/unknown.ts'
import { ask, fetchInto, type Fetching, type Try } from './fetch-file.ts'

export interface DownloadLimits {
  /** Milliseconds without a byte. */
  readonly stallMs: number
  /** Milliseconds before each further try: one try more than there are waits. */
  readonly waits: readonly number[]
  readonly fetchLike: typeof fetch
}

const defaults: DownloadLimits = {
  stallMs: 30_000,
  waits: [2_000, 4_000, 8_000, 16_000],
  fetchLike: (...args) => fetch(...args),
}

export interface Downloaded {
  readonly file: string
  readonly bytes: number
  /** Equal to the one GitHub recorded at the upload. */
  readonly sha256: string
  readonly tries: number
}

const zipHead = Buffer.from('PK\u0003\u0004', 'latin1')

const damaged = (artifact: Artifact, message: string, evidence: readonly string[], hint?: string) =>
  new SeaworthyError('backup-damaged', message, {
    evidence: [`artifact ${artifact.name} (${artifact.id})`, ...evidence],
    hint: hint ?? 'Use an earlier backup (`artifact-id`), and make a new one now.',
  })

const refusedHints: Readonly<Record<number, string>> = {
  401: 'The token is not valid (any more).',
  403: 'Give the job `permissions: actions: read`.',
  404: 'The artifact is gone, or the token may not see it: `permissions: actions: read`.',
  410: 'The artifact has expired. Use a newer backup.',
}

const notDownloaded = (artifact: Artifact, evidence: readonly string[], hint: string) =>
  new SeaworthyError('backup-missing', `The backup ${artifact.name} could not be downloaded.`, {
    evidence,
    hint,
  })

/** One try, from the start: the address that GitHub gives is good for about a minute. */
const tryOnce = async (
  api: RestApi,
  path: string,
  artifact: Artifact,
  into: string,
  fetching: Fetching,
): Promise<Try> => {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${api.token ?? ''}`,
    'user-agent': 'seaworthy',
    'x-github-api-version': '2022-11-28',
  }
  const answer = await ask(`${api.apiUrl}/${path}`, headers, fetching)
  if ('state' in answer) return answer
  const { status, location } = answer
  if (status !== 302 || location === null) return { state: 'refused', status }
  return fetchInto(location, into, artifact.bytes, fetching)
}

/** Throws unless the bytes are those that were uploaded, and not a zip around them. */
const check = (artifact: Artifact, result: Exclude<Try, { state: 'broken' }>, tries: number) => {
  const { bytes, sha256 } = artifact
  if (result.state === 'refused') {
    const hint = refusedHints[result.status] ?? 'Try again.'
    throw notDownloaded(artifact, [`answered ${result.status}`], hint)
  }
  if (result.state === 'too-long' || result.bytes !== bytes) {
    const found = result.state === 'too-long' ? `more than ${bytes}` : String(result.bytes)
    const evidence = [`recorded ${bytes} bytes, found ${found}`]
    throw damaged(artifact, 'The backup has not the size it was uploaded with.', evidence)
  }
  if (result.sha256 !== sha256) {
    const evidence = [`recorded sha256:${sha256 ?? '(none)'}, found sha256:${result.sha256}`]
    throw damaged(artifact, 'The backup is not what was uploaded: the digest differs.', evidence)
  }
  if (result.head.equals(zipHead)) {
    throw damaged(
      artifact,
      'The artifact is a zip around a file, not a backup as this toolkit uploads it.',
      ['the first bytes are those of a zip file'],
      'With actions/upload-artifact give `archive: false`; or verify a backup that `backup` made.',
    )
  }
  return { bytes: result.bytes, sha256: result.sha256, tries }
}

const attempts = async (
  once: () => Promise<Try>,
  waits: readonly number[],
  signal: AbortSignal,
): Promise<{ readonly result: Try; readonly failures: readonly string[] }> => {
  const failures: string[] = []
  for (const wait of [...waits, undefined]) {
    const result = await once()
    if (result.state !== 'broken') return { result, failures }
    failures.push(`try ${failures.length + 1}: ${result.why}`)
    if (wait === undefined) return { result, failures }
    await sleep(wait, undefined, { signal })
  }
  throw new Error('unreachable')
}

/**
 * Downloads a backup into the file `into` (0600) and compares it with what GitHub recorded. A broken
 * or stalled download is tried again, from the start. What is not whole and equal does not stay there.
 * @throws SeaworthyError `backup-damaged`, `backup-missing` (refused, or no luck in all tries),
 * `disk-full`, or the reason of `signal`.
 */
export const downloadBackup = async (
  api: RestApi,
  repository: string,
  artifact: Artifact,
  into: string,
  limits: Partial<DownloadLimits> = {},
): Promise<Downloaded> => {
  const { stallMs, waits, fetchLike } = { ...defaults, ...limits }
  const { signal } = api
  const path = `repos/${repository}/actions/artifacts/${artifact.id}/zip`
  const once = () => tryOnce(api, path, artifact, into, { fetchLike, stallMs, signal })
  try {
    const { result, failures } = await attempts(once, waits, signal)
    if (result.state === 'broken') {
      throw notDownloaded(artifact, failures, 'Look at githubstatus.com and try again.')
    }
    return { file: into, ...check(artifact, result, failures.length + 1) }
  } catch (error) {
    await rm(into, { force: true })
    if (signal.aborted && !(error instanceof SeaworthyError)) {
      throw signal.reason instanceof SeaworthyError
        ? signal.reason
        : new SeaworthyError('cancelled', 'The download was cancelled.', { cause: error })
    }
    if (isRecord(error) && error['code'] === 'ENOSPC') {
      const hint = `The backup needs ${artifact.bytes} bytes; free as much on the runner.`
      throw new SeaworthyError('disk-full', 'The disk is full.', { hint, cause: error })
    }
    throw error
  }
}
