import { createHash, randomBytes } from 'node:crypto'
import type { FakeIssue } from './issues.ts'

export interface FakeRepository {
  readonly fullName: string
  readonly id: number
  readonly defaultBranch: string
  readonly visibility: 'public' | 'private' | 'internal'
}

export interface FakeRun {
  readonly path: string
  readonly event: string
  readonly status: 'queued' | 'in_progress' | 'completed'
  readonly conclusion: string | null
  readonly headBranch: string
  readonly headSha: string
  readonly headRepositoryId: number
  /** Milliseconds since the epoch; without it, now. */
  readonly createdAt?: number
}

export interface FakeArtifact {
  readonly id: number
  readonly name: string
  readonly runId: number
  /** What a download gives; damaged when it no longer has the digest that was recorded. */
  readonly content: Buffer
  readonly mime: string
  readonly digest: string | null
  readonly size: number
  readonly createdAt: number
  readonly expiresAt: number
}

/** An artifact that was created and is not finalised. */
export interface Draft {
  readonly blobId: string
  readonly mime: string
  readonly expiresAt: number
}

/** An entry of the cache. */
export interface FakeCache {
  readonly key: string
  /** The client's own digest of paths and compression: another one is another entry. */
  readonly version: string
  readonly blobId: string
  /** Undefined until it was finalised. */
  readonly content: Buffer | undefined
}

/** A mishap of the next `times` requests whose `METHOD /path?query` matches `on`. */
export interface Fault {
  readonly on: RegExp
  times: number
  /** `cut` and `stall` come after half of the bytes of a download; elsewhere, instead of an answer. */
  readonly does: 'cut' | 'stall' | { readonly status: number; readonly message: string }
}

export interface Request {
  readonly method: string
  /** Path and query, without signatures. */
  readonly url: string
  readonly authorization: string | undefined
  readonly body: string
}

/** What the service knows and how it behaves; tests change it as they go. */
export interface World {
  repository: FakeRepository
  /** By the run's number. */
  readonly runs: Map<number, FakeRun>
  readonly artifacts: FakeArtifact[]
  /** By `RUN/NAME`: names that are taken before there is anything under them. */
  readonly drafts: Map<string, Draft>
  readonly caches: FakeCache[]
  /** The run whose job holds the runtime token. */
  runId: number
  /** The most that the repository's settings allow. */
  retentionDays: number
  quotaBytes: number
  /** How many artifacts one run may have. */
  artifactsPerRun: number
  readonly issues: FakeIssue[]
  readonly faults: Fault[]
  readonly requests: Request[]
  /** Changes an artifact of the REST API on its way out: a service that does something else. */
  retell: (artifact: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
  now: () => number
}

export const day = 86_400_000

export const sha256 = (content: Buffer): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`

/** A run as a good nightly backup has it. */
export const goodRun = (differences: Partial<FakeRun> = {}): FakeRun => ({
  path: '.github/workflows/backup.yml',
  event: 'schedule',
  status: 'completed',
  conclusion: 'success',
  headBranch: 'main',
  headSha: 'c0ffee'.padEnd(40, '0'),
  headRepositoryId: 4711,
  ...differences,
})

/** A private repository with one run, which is at work. */
export const newWorld = (differences: Partial<World> = {}): World => ({
  repository: {
    fullName: 'acme/shop',
    id: 4711,
    defaultBranch: 'main',
    visibility: 'private',
  },
  runs: new Map([[200, goodRun({ status: 'in_progress', conclusion: null })]]),
  artifacts: [],
  drafts: new Map(),
  caches: [],
  runId: 200,
  retentionDays: 90,
  quotaBytes: Number.MAX_SAFE_INTEGER,
  artifactsPerRun: 500,
  issues: [],
  faults: [],
  requests: [],
  retell: (artifact) => artifact,
  now: () => Date.now(),
  ...differences,
})

/** Puts an artifact there as if it had been uploaded. */
export const keep = (world: World, differences: Partial<FakeArtifact> = {}): FakeArtifact => {
  const content = differences.content ?? randomBytes(64)
  const createdAt = differences.createdAt ?? world.now() - 3_600_000
  const artifact: FakeArtifact = {
    id: Math.max(100, ...world.artifacts.map(({ id }) => id)) + 1,
    name: 'shop-20261120T020000Z.tar.zst.age',
    runId: world.runId,
    content,
    mime: 'application/octet-stream',
    digest: sha256(content),
    size: content.length,
    createdAt,
    expiresAt: createdAt + 90 * day,
    ...differences,
  }
  world.artifacts.push(artifact)
  return artifact
}
