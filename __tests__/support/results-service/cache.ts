import { json, type Answer, type Asked } from './answer.ts'
import type { BlobStore } from './blobs.ts'
import { runtimeToken } from './token.ts'
import { refuse, text, type Message } from './twirp.ts'
import type { FakeCache, World } from './world.ts'

export const cacheTwirpPath = '/twirp/github.actions.results.api.v1.CacheService/'

const isEntry = (message: Message) => {
  const [key, version] = [text(message, 'key'), text(message, 'version')]
  return (entry: FakeCache): boolean => entry.key === key && entry.version === version
}

/** `CacheService` as GitHub's own client calls it, for exact keys. */
export const cacheService = (world: World, blobs: BlobStore) => {
  const methods: Readonly<Record<string, (message: Message) => Answer>> = {
    GetCacheEntryDownloadURL: (message) => {
      const entry = world.caches.find(isEntry(message))
      if (entry?.content === undefined) return json(200, { ok: false })
      const url = blobs.cacheUrl(entry.blobId)
      return json(200, { ok: true, signed_download_url: url, matched_key: entry.key })
    },
    CreateCacheEntry: (message) => {
      if (world.caches.some(isEntry(message)))
        return refuse(409, 'already_exists', 'cache entry with the same key already exists')
      const { id, url } = blobs.create()
      const [key, version] = [text(message, 'key'), text(message, 'version')]
      world.caches.push({ key, version, blobId: id, content: undefined })
      return json(200, { ok: true, signed_upload_url: url })
    },
    FinalizeCacheEntryUpload: (message) => {
      const index = world.caches.findIndex(isEntry(message))
      const entry = world.caches[index]
      const content = entry && blobs.committed(entry.blobId)
      if (entry === undefined || content === undefined)
        return refuse(404, 'not_found', 'cache entry not found')
      if (text(message, 'size_bytes') !== String(content.length))
        return refuse(400, 'invalid_argument', 'the size is not that of the blob')
      world.caches[index] = { ...entry, content }
      return json(200, { ok: true, entry_id: String(index + 1) })
    },
  }
  return ({ path, headers, body }: Asked): Answer => {
    const method = methods[path.replace(cacheTwirpPath, '')]
    if (method === undefined) return refuse(404, 'bad_route', 'no such method')
    return headers.authorization === `Bearer ${runtimeToken(world.runId)}`
      ? method(JSON.parse(body.toString('utf8')) as Message)
      : refuse(401, 'unauthenticated', 'the token is not valid')
  }
}
