import { token } from '../github-api.ts'
import { json, type Answer, type Asked } from './answer.ts'
import type { BlobStore } from './blobs.ts'
import { issuesAnswer } from './issues.ts'
import type { FakeArtifact, World } from './world.ts'

const notFound = json(404, { message: 'Not Found' })
const seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

const artifactBody = (world: World, artifact: FakeArtifact) => {
  const run = world.runs.get(artifact.runId)
  return world.retell({
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: artifact.size,
    expired: artifact.expiresAt <= world.now(),
    created_at: seconds(artifact.createdAt),
    expires_at: seconds(artifact.expiresAt),
    digest: artifact.digest,
    workflow_run: {
      id: artifact.runId,
      repository_id: world.repository.id,
      head_repository_id: run?.headRepositoryId ?? null,
      head_branch: run?.headBranch ?? null,
      head_sha: run?.headSha ?? null,
    },
  })
}

const page = (world: World, artifacts: readonly FakeArtifact[], query: URLSearchParams): Answer => {
  const name = query.get('name')
  const perPage = Math.min(Number(query.get('per_page') ?? 30), 100)
  const from = (Number(query.get('page') ?? 1) - 1) * perPage
  const named = artifacts.filter((artifact) => name === null || artifact.name === name)
  const newestFirst = named.toSorted((one, other) => other.id - one.id)
  const bodies = newestFirst.slice(from, from + perPage).map((one) => artifactBody(world, one))
  return json(200, { total_count: named.length, artifacts: bodies })
}

const runAnswer = (world: World, id: number): Answer => {
  const run = world.runs.get(id)
  if (run === undefined) return notFound
  const { path, event, status, conclusion, headBranch, headSha, headRepositoryId } = run
  return json(200, {
    ...{ id, run_attempt: 1, path, event, status, conclusion },
    ...{ head_branch: headBranch, head_sha: headSha },
    repository: { id: world.repository.id },
    head_repository: { id: headRepositoryId },
  })
}

/** Runs of one workflow's file, counted as GitHub filters them: by conclusion, and from a day on. */
const runsOf = (world: World, file: string, query: URLSearchParams): Answer => {
  const from = Date.parse(query.get('created')?.replace('>=', '') ?? '1970-01-01')
  const found = [...world.runs.values()]
    .filter(({ path }) => path.endsWith(`/${file}`))
    .filter(({ conclusion }) => conclusion === query.get('status'))
    .filter(({ createdAt = world.now() }) => createdAt >= from)
  return json(200, { total_count: found.length, workflow_runs: [] })
}

const artifactAnswer = (world: World, blobs: BlobStore, asked: Asked, rest: string): Answer => {
  const [, id = '', zip] = /^\/(\d+)(\/zip)?$/.exec(rest) ?? []
  const artifact = world.artifacts.find((one) => String(one.id) === id)
  if (artifact === undefined) return notFound
  if (zip !== undefined) {
    if (artifact.expiresAt <= world.now()) return json(410, { message: 'Artifact has expired' })
    return { status: 302, headers: { location: blobs.downloadUrl(artifact.id) }, body: '' }
  }
  if (asked.method !== 'DELETE') return json(200, artifactBody(world, artifact))
  world.artifacts.splice(world.artifacts.indexOf(artifact), 1)
  return { status: 204 }
}

/** The REST API as far as artifacts, their runs, issues and the repository go. */
export const restApi = (world: World, blobs: BlobStore) => {
  return (asked: Asked): Answer => {
    if (!/^(?:Bearer|token) /.test(asked.headers.authorization ?? '')) return notFound
    if (asked.headers.authorization?.split(' ')[1] !== token) {
      return json(401, { message: 'Bad credentials' })
    }
    const { fullName, id, defaultBranch, visibility } = world.repository
    const base = `/repos/${fullName}`
    if (asked.path === base) {
      const repository = { id, full_name: fullName, default_branch: defaultBranch, visibility }
      return json(200, { ...repository, private: visibility !== 'public' })
    }
    if (asked.path.startsWith(`${base}/issues`)) {
      return issuesAnswer(world, asked, asked.path.slice(`${base}/issues`.length))
    }
    if (!asked.path.startsWith(`${base}/actions/`)) return notFound
    const path = asked.path.slice(base.length)
    if (path === '/actions/artifacts') return page(world, world.artifacts, asked.query)
    if (path.startsWith('/actions/artifacts/')) {
      return artifactAnswer(world, blobs, asked, path.slice('/actions/artifacts'.length))
    }
    const [, file] = /^\/actions\/workflows\/([^/]+)\/runs$/.exec(path) ?? []
    if (file !== undefined) return runsOf(world, decodeURIComponent(file), asked.query)
    const [, run = '', artifacts] = /^\/actions\/runs\/(\d+)(\/artifacts)?$/.exec(path) ?? []
    if (artifacts === undefined) return runAnswer(world, Number(run))
    const own = world.artifacts.filter(({ runId }) => runId === Number(run))
    return page(world, own, asked.query)
  }
}
