import { messageOf } from '../../base/reason.ts'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SeaworthyError } from '../../base/error.ts'
import type { RestApi } from '../rest.ts'
import type { Env } from '../run.ts'
import { bounded, cancelledBy } from './bounded.ts'
import { loadClient, type ArtifactClient } from './client.ts'
import { capFault, faultOf, notAsAsked, unreadFault, warningsOf } from './judge.ts'
import { readBack, type Asked, type Stored } from './read-back.ts'
import { checkRunner, uploadRefused } from './refusal.ts'
import { storageOf, type Storage } from './retention.ts'

export interface Upload {
  /** Its base name becomes the artifact's name. */
  readonly file: string
  readonly retentionDays: number
  /** Whether the user gave `retentionDays`; a default that GitHub caps is a warning only. */
  readonly retentionAsked: boolean
  /** `owner/name`. */
  readonly repository: string
  /** The runner's variables. GitHub's client reads them from the process by itself. */
  readonly env: Env
  /** Without a token expiry can't be read back. */
  readonly api: RestApi
  /** Known from making the file, in hex; read from the file otherwise. */
  readonly made?: { readonly bytes: number; readonly sha256: string }
}

export interface Uploaded extends Stored {
  readonly sha256: string
  readonly storage: Storage
  /** Sentences for the user. */
  readonly warnings: readonly string[]
}

/** Where GitHub's client comes from, and how long anything is waited for (milliseconds). */
export interface UploadPorts {
  readonly loadClient: () => Promise<ArtifactClient>
  readonly waits: readonly number[]
  readonly uploadLimitMs: (bytes: number) => number
  /** Of one call of the client, with its own retries. */
  readonly callLimitMs: number
}

const ports: UploadPorts = {
  loadClient,
  waits: [1000, 2000, 4000, 8000],
  // A quarter of an hour, and 250 kB a second.
  uploadLimitMs: (bytes) => 900_000 + bytes / 250,
  callLimitMs: 120_000,
}

const askedOf = async (upload: Upload): Promise<Asked> => {
  const { file, retentionDays, made } = upload
  const name = basename(file)
  if (made !== undefined) return { name, ...made, retentionDays }
  const hash = createHash('sha256')
  let bytes = 0
  const counted = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
    }
  }
  await pipeline(createReadStream(file), counted, { signal: upload.api.signal })
  return { name, bytes, sha256: hash.digest('hex'), retentionDays }
}

const withEvidence = (error: unknown, line: string): unknown =>
  error instanceof SeaworthyError
    ? new SeaworthyError(error.code, error.message, {
        evidence: [...error.evidence, line],
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error.cause,
      })
    : error

/** Best effort, and told: a backup that failed its check must not be found by anyone. */
const remove = async (client: ArtifactClient, name: string, limitMs: number): Promise<string> => {
  try {
    await bounded(client.deleteArtifact(name), limitMs)
    return 'The artifact was deleted.'
  } catch (error) {
    return `The artifact could not be deleted: ${messageOf(error)}`
  }
}

const send = async (
  client: ArtifactClient,
  { file, retentionDays: wished, env, api }: Upload,
  { name, bytes }: Asked,
  { uploadLimitMs, callLimitMs }: UploadPorts,
): Promise<number> => {
  // More than the limit makes GitHub's client warn in words of its own, beside ours.
  const cap = Number.parseInt(env['GITHUB_RETENTION_DAYS'] ?? '', 10)
  const retentionDays = cap < wished ? cap : wished
  const options = { retentionDays, skipArchive: true }
  const work = client.uploadArtifact(name, [file], dirname(file), options)
  try {
    const { id } = await bounded(work, uploadLimitMs(bytes), api.signal)
    if (id !== undefined) return id
    throw new Error('The service gave no number for the artifact.')
  } catch (error) {
    // The client can't be stopped: what it finishes after all is deleted.
    work.then(
      () => remove(client, name, callLimitMs),
      () => undefined,
    )
    if (error instanceof SeaworthyError) throw error
    // Refused at creation, it is not ours: under this name another one of the run may be kept.
    const ours = !/CreateArtifact|ACTIONS_RUNTIME_TOKEN|GHES/.test(messageOf(error))
    throw uploadRefused(error, ours ? [await remove(client, name, callLimitMs)] : [])
  }
}

/**
 * Uploads one file as an artifact, as it is (no zip around it), and reads it back: name, size, digest
 * and days kept must be those asked for. One that failed is deleted where possible.
 * @throws SeaworthyError `upload-refused` (quota, name taken, network, not on a runner ...),
 * `upload-not-as-asked`, or what the signal of `api` gives as its reason.
 */
export const uploadArtifact = async (
  upload: Upload,
  given: Partial<UploadPorts> = {},
): Promise<Uploaded> => {
  const limits = { ...ports, ...given }
  const { api, env, retentionAsked, retentionDays } = upload
  checkRunner(env)
  const cap = capFault(retentionDays, env['GITHUB_RETENTION_DAYS'])
  if (retentionAsked && cap !== undefined) throw notAsAsked(cap)
  const asked = await askedOf(upload).catch((error: unknown): never => {
    throw api.signal.aborted ? cancelledBy(api.signal) : error
  })
  const client = await limits.loadClient()
  const id = await send(client, upload, asked, limits)
  const undo = () => remove(client, asked.name, limits.callLimitMs)
  try {
    const answer = await readBack(client, upload, { id, name: asked.name }, limits)
    if ('why' in answer) throw notAsAsked(unreadFault(answer))
    const { stored } = answer
    const fault = faultOf(retentionAsked, asked, stored)
    if (fault !== undefined) throw notAsAsked(fault)
    const storage = storageOf(asked.bytes, stored.daysKept ?? retentionDays)
    const warnings = warningsOf(asked, stored, storage)
    return { ...stored, sha256: asked.sha256, storage, warnings }
  } catch (error) {
    const removed = await undo()
    throw api.signal.aborted ? cancelledBy(api.signal) : withEvidence(error, removed)
  }
}
