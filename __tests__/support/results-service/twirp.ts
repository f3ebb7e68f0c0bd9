import { json, type Answer, type Asked } from './answer.ts'
import type { BlobStore } from './blobs.ts'
import { backendIds, runtimeToken } from './token.ts'
import { day, keep, sha256, type FakeArtifact, type World } from './world.ts'

export const twirpPath = '/twirp/github.actions.results.api.v1.ArtifactService/'

export type Message = Readonly<Record<string, unknown>>

export const text = (message: Message, field: string): string => {
  const value = message[field]
  return typeof value === 'string' ? value : ''
}

export const refuse = (status: number, code: string, msg: string): Answer =>
  json(status, { code, msg })
const badName = /["\\/:<>|*?\r\n]|^$/

const expiry = ({ now, retentionDays }: World, asked: string): number => {
  const limit = now() + retentionDays * day
  return asked === '' ? limit : Math.min(Date.parse(asked), limit)
}

const ofRun = (world: World): readonly FakeArtifact[] =>
  world.artifacts.filter(({ runId }) => runId === world.runId)

const used = (world: World): number => world.artifacts.reduce((sum, { size }) => sum + size, 0)

const listed = (world: World, artifact: FakeArtifact) => ({
  workflow_run_backend_id: backendIds(world.runId).run,
  workflow_job_run_backend_id: backendIds(world.runId).job,
  database_id: String(artifact.id),
  name: artifact.name,
  size: String(artifact.size),
  created_at: new Date(artifact.createdAt).toISOString(),
  digest: artifact.digest,
})

/** `ArtifactService` as GitHub's own client calls it. */
export const artifactService = (world: World, blobs: BlobStore) => {
  const key = (name: string) => `${world.runId}/${name}`
  const byName = (name: string) => ofRun(world).find((artifact) => artifact.name === name)
  const missing = refuse(404, 'not_found', 'artifact not found')

  const methods: Readonly<Record<string, (message: Message) => Answer>> = {
    CreateArtifact: (message) => {
      const name = text(message, 'name')
      if (badName.test(name)) return refuse(400, 'invalid_argument', 'the artifact name is invalid')
      if (byName(name) !== undefined || world.drafts.has(key(name))) {
        const msg = 'an artifact with this name already exists on the workflow run'
        return refuse(409, 'already_exists', msg)
      }
      if (ofRun(world).length >= world.artifactsPerRun) {
        return refuse(400, 'failed_precondition', 'too many artifacts on the workflow run')
      }
      if (used(world) >= world.quotaBytes) {
        return refuse(403, 'resource_exhausted', 'insufficient usage to create artifact')
      }
      const { id, url } = blobs.create()
      const expiresAt = expiry(world, text(message, 'expires_at'))
      world.drafts.set(key(name), { blobId: id, mime: text(message, 'mime_type'), expiresAt })
      return json(200, { ok: true, signed_upload_url: url })
    },
    FinalizeArtifact: (message) => {
      const name = text(message, 'name')
      const draft = world.drafts.get(key(name))
      const content = draft && blobs.committed(draft.blobId)
      if (draft === undefined || content === undefined) return missing
      const { mime, expiresAt } = draft
      const [size, digest] = [content.length, sha256(content)]
      if (text(message, 'size') !== String(size) || text(message, 'hash') !== digest) {
        return refuse(400, 'invalid_argument', 'the size or hash is not that of the blob')
      }
      world.drafts.delete(key(name))
      const { id } = keep(world, { name, content, mime, expiresAt, createdAt: world.now() })
      return json(200, { ok: true, artifact_id: String(id) })
    },
    ListArtifacts: (message) => {
      const [name, id] = [text(message, 'name_filter'), text(message, 'id_filter')]
      const artifacts = ofRun(world)
        .filter((artifact) => name === '' || artifact.name === name)
        .filter((artifact) => id === '' || String(artifact.id) === id)
      return json(200, { artifacts: artifacts.map((artifact) => listed(world, artifact)) })
    },
    GetSignedArtifactURL: (message) => {
      const artifact = byName(text(message, 'name'))
      return artifact ? json(200, { signed_url: blobs.downloadUrl(artifact.id) }) : missing
    },
    DeleteArtifact: (message) => {
      const artifact = byName(text(message, 'name'))
      if (artifact === undefined) return missing
      world.artifacts.splice(world.artifacts.indexOf(artifact), 1)
      return json(200, { ok: true, artifact_id: String(artifact.id) })
    },
  }

  return ({ path, headers, body }: Asked): Answer => {
    const method = methods[path.replace(twirpPath, '')]
    if (method === undefined) return refuse(404, 'bad_route', 'no such method')
    if (headers.authorization !== `Bearer ${runtimeToken(world.runId)}`) {
      return refuse(401, 'unauthenticated', 'the token is not valid')
    }
    const message = JSON.parse(body.toString('utf8')) as Message
    const { run, job } = backendIds(world.runId)
    return text(message, 'workflow_run_backend_id') === run &&
      text(message, 'workflow_job_run_backend_id') === job
      ? method(message)
      : refuse(403, 'permission_denied', 'the token is for another job')
  }
}
