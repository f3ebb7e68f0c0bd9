import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

type Bytes = AsyncIterable<Uint8Array>

/** Bytes of plaintext in one chunk; only the last may be shorter (age's STREAM). */
const chunkBytes = 64 * 1024
const tagBytes = 16

/** Bytes of the nonce that stands between an age file's header and its chunks. */
export const nonceBytes = 16

const cipher = 'chacha20-poly1305'
const tagged = { authTagLength: tagBytes }

/** The key of an age file's chunks. */
export const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32))

/** Eleven bytes that count chunks, one that marks the last. */
const chunkNonce = (index: number, isLast: boolean): Uint8Array => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

interface Piece {
  /** Valid until the next piece is asked for. */
  readonly content: Buffer
  readonly index: number
  readonly isLast: boolean
}

/** Cuts a stream into pieces of `size` bytes; the last is shorter or as long, and empty only if alone. */
async function* cut(source: Bytes, size: number): AsyncGenerator<Piece> {
  const held = Buffer.allocUnsafeSlow(size)
  let bytes = 0
  let index = 0
  for await (const piece of source) {
    let taken = 0
    while (taken < piece.length) {
      if (bytes === size) {
        yield { content: held, index, isLast: false }
        index += 1
        bytes = 0
      }
      const more = piece.subarray(taken, taken + size - bytes)
      held.set(more, bytes)
      taken += more.length
      bytes += more.length
    }
  }
  yield { content: held.subarray(0, bytes), index, isLast: true }
}

const sealed = (key: Uint8Array, { content, index, isLast }: Piece): readonly Buffer[] => {
  const chunk = createCipheriv(cipher, key, chunkNonce(index, isLast), tagged)
  return [chunk.update(content), chunk.final(), chunk.getAuthTag()]
}

/** Chunks that are given on in one: each piece of a stream costs as much as encrypting some of it. */
const together = 4

/** Encrypts and authenticates chunk by chunk. */
export async function* seal(key: Uint8Array, source: Bytes): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  for await (const piece of cut(source, chunkBytes)) {
    parts.push(...sealed(key, piece))
    if (!piece.isLast && (piece.index + 1) % together > 0) continue
    yield Buffer.concat(parts)
    parts = []
  }
}

const unsealed = (key: Uint8Array, { content, index, isLast }: Piece): Buffer => {
  const end = content.length - tagBytes
  if (end < 0) throw new Error('the end is missing')
  if (end === 0 && index > 0) throw new Error('final chunk is empty')
  const chunk = createDecipheriv(cipher, key, chunkNonce(index, isLast), tagged)
  chunk.setAuthTag(content.subarray(end))
  const plain = chunk.update(content.subarray(0, end))
  try {
    chunk.final()
  } catch (error) {
    throw new Error('invalid tag', { cause: error })
  }
  return plain
}

/** What was sealed, each chunk once it is proven. @throws Error what is wrong, in a few words. */
export async function* unseal(key: Uint8Array, source: Bytes): AsyncGenerator<Buffer> {
  for await (const piece of cut(source, chunkBytes + tagBytes)) yield unsealed(key, piece)
}
