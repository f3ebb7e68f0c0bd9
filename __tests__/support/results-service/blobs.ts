import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Answer, Asked } from './answer.ts'

/** A blob on its way up: blocks until a list puts them in order. */
interface Blob {
  readonly blocks: Map<string, Buffer>
  committed: Buffer | undefined
}

const largestBlock = 8 * 1024 * 1024

const refused = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
})

const created: Answer = { status: 201, headers: { 'x-ms-request-id': 'fake' } }

const commit = (blob: Blob, xml: string): Answer => {
  const ids = [...xml.matchAll(/<(?:Latest|Uncommitted)>([^<]*)</g)].map(([, id = '']) => id)
  const blocks = ids.map((id) => blob.blocks.get(id))
  if (blocks.includes(undefined)) return refused(400, 'InvalidBlockList')
  blob.committed = Buffer.concat(blocks.filter((block) => block !== undefined))
  return created
}

const put = (blob: Blob, { query, body, headers }: Asked): Answer => {
  if (query.get('comp') === 'blocklist') return commit(blob, body.toString('utf8'))
  const id = query.get('blockid')
  if (query.get('comp') === null && headers['x-ms-blob-type'] === 'BlockBlob') {
    blob.committed = body
    return created
  }
  if (query.get('comp') !== 'block' || id === null)
    return refused(400, 'InvalidQueryParameterValue')
  if (body.length > largestBlock) return refused(413, 'RequestBodyTooLarge')
  blob.blocks.set(id, body)
  return created
}

/** The blob storage behind the artifact service: signed addresses and blocks. */
export const blobStore = (origin: () => string) => {
  const secret = randomBytes(32)
  const blobs = new Map<string, Blob>()
  const signature = (path: string) => createHmac('sha256', secret).update(path).digest('hex')
  const sign = (path: string) => `${origin()}${path}?se=2100-01-01&sig=${signature(path)}`
  return {
    /** Names a new blob and the address to put it to. */
    create: () => {
      const id = randomUUID()
      blobs.set(id, { blocks: new Map(), committed: undefined })
      return { id, url: sign(`/upload/${id}`) }
    },
    committed: (id: string) => blobs.get(id)?.committed,
    downloadUrl: (artifactId: number) => sign(`/download/${artifactId}`),
    cacheUrl: (blobId: string) => sign(`/download/cache/${blobId}`),
    isSigned: ({ path, query }: Asked) => query.get('sig') === signature(path),
    refuseSignature: refused(403, 'AuthenticationFailed'),
    put: (asked: Asked): Answer => {
      const blob = blobs.get(asked.path.replace('/upload/', ''))
      return blob === undefined ? refused(404, 'BlobNotFound') : put(blob, asked)
    },
  }
}

export type BlobStore = ReturnType<typeof blobStore>
