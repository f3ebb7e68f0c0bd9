import { isRecord, textOf } from '../../base/unknown.ts'

/** Which run an artifact came from, as the artifact itself tells it. */
export interface ArtifactOrigin {
  readonly runId: string
  readonly repositoryId: string
  /** Another one than `repositoryId` when the run was one of a fork. */
  readonly headRepositoryId: string
  readonly headBranch: string
}

/** An artifact as the REST API tells it. */
export interface Artifact {
  readonly id: number
  readonly name: string
  /** Of what is stored: the file's own size when it was uploaded without a zip around it. */
  readonly bytes: number
  /** 64 hex digits, of what is stored. Artifacts of before 2025 have none. */
  readonly sha256: string | undefined
  /** ISO 8601. */
  readonly createdAt: string
  readonly expiresAt: string | undefined
  readonly expired: boolean
  readonly origin: ArtifactOrigin | undefined
}

const sha256Pattern = /^sha256:([0-9a-f]{64})$/i

/** The hex digits of `sha256:<hex>`; undefined for every other spelling. */
export const sha256Of = (digest: unknown): string | undefined =>
  sha256Pattern.exec(textOf(digest) ?? '')?.[1]?.toLowerCase()

const idOf = (value: unknown): string => (Number.isSafeInteger(value) ? String(value) : '')

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))

const originOf = (run: unknown): ArtifactOrigin | undefined => {
  if (!isRecord(run)) return undefined
  return {
    runId: idOf(run['id']),
    repositoryId: idOf(run['repository_id']),
    headRepositoryId: idOf(run['head_repository_id']),
    headBranch: textOf(run['head_branch']) ?? '',
  }
}

const count = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

/** One artifact of an answer of the REST API; undefined when it is not one. */
export const parseArtifact = (body: unknown): Artifact | undefined => {
  if (!isRecord(body)) return undefined
  const { id, name, size_in_bytes: bytes, created_at: createdAt, expires_at: expiresAt } = body
  if (!count(id) || typeof name !== 'string' || !count(bytes) || !isTime(createdAt))
    return undefined
  return {
    id,
    name,
    bytes,
    sha256: sha256Of(body['digest']),
    createdAt,
    expiresAt: isTime(expiresAt) ? expiresAt : undefined,
    // Only an explicit no is one.
    expired: body['expired'] !== false,
    origin: originOf(body['workflow_run']),
  }
}
