import { messageOf } from '../../base/reason.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { restGet, type RestApi } from '../rest.ts'
import { parseArtifact, sha256Of } from './artifact.ts'
import { bounded } from './bounded.ts'
import type { ArtifactClient } from './client.ts'
import { daysBetween } from './retention.ts'

/** An uploaded artifact as GitHub tells it afterwards. */
export interface Stored {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly sha256: string | undefined
  /** Undefined: could not be read, because there is no token to ask the REST API with. */
  readonly expiresAt: string | undefined
  readonly daysKept: number | undefined
}

export type ReadBack = { readonly stored: Stored } | { readonly why: string }

/** What was asked for. */
export interface Asked {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly retentionDays: number
}

const byRest = async (api: RestApi, repository: string, id: number): Promise<ReadBack> => {
  const answer = await restGet(api, `repos/${repository}/actions/artifacts/${id}`)
  if ('why' in answer) return answer
  const artifact = parseArtifact(answer.body)
  if (artifact === undefined) return { why: `GitHub's answer about artifact ${id} is not one` }
  const { name, bytes, sha256, createdAt, expiresAt } = artifact
  const daysKept = expiresAt === undefined ? undefined : daysBetween(createdAt, expiresAt)
  return { stored: { id: artifact.id, name, bytes, sha256, expiresAt, daysKept } }
}

const byClient = async (
  client: ArtifactClient,
  asked: string,
  limitMs: number,
): Promise<ReadBack> => {
  try {
    const { artifact } = await bounded(client.getArtifact(asked), limitMs)
    const { id, name, size, digest } = artifact
    const unread = { expiresAt: undefined, daysKept: undefined }
    return { stored: { id, name, bytes: size, sha256: sha256Of(digest), ...unread } }
  } catch (error) {
    return { why: messageOf(error) }
  }
}

/** The REST API may not know an artifact at once: asked again after each of `waits` (milliseconds). */
export const readBack = async (
  client: ArtifactClient,
  { api, repository }: { readonly api: RestApi; readonly repository: string },
  uploaded: { readonly id: number; readonly name: string },
  { waits, callLimitMs }: { readonly waits: readonly number[]; readonly callLimitMs: number },
): Promise<ReadBack> => {
  if ((api.token ?? '') === '') return byClient(client, uploaded.name, callLimitMs)
  let answer = await byRest(api, repository, uploaded.id)
  for (const wait of waits) {
    if ('stored' in answer) return answer
    await sleep(wait, undefined, { signal: api.signal })
    answer = await byRest(api, repository, uploaded.id)
  }
  return answer
}

/** What differs, one line each: `digest: asked X, found Y`. How long it is kept is judged apart. */
export const differences = (asked: Asked, stored: Stored): readonly string[] => {
  const told: readonly (readonly [string, string | number, string | number])[] = [
    ['name', asked.name, stored.name],
    ['size', `${asked.bytes} bytes`, `${stored.bytes} bytes`],
    ['digest', `sha256:${asked.sha256}`, `sha256:${stored.sha256 ?? '(none)'}`],
  ]
  return told
    .filter(([, wanted, found]) => wanted !== found)
    .map(([what, wanted, found]) => `${what}: asked ${wanted}, found ${found}`)
}
