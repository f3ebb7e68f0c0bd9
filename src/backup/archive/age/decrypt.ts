import type { Decrypter } from 'age-encryption'
import { nonceBytes, payloadKey, unseal } from './payload.ts'

type Bytes = AsyncIterable<Uint8Array>

/** More than two hundred recipients of the longest kind take. */
const headerLimit = 1024 * 1024

/** Where the header ends, behind its line with the MAC; undefined: not in these bytes. */
const endOfHeader = (bytes: Buffer): number | undefined => {
  const mac = bytes.indexOf('\n--- ')
  const end = mac === -1 ? -1 : bytes.indexOf('\n', mac + 1)
  return end === -1 ? undefined : end + 1
}

interface Begun {
  readonly header: Buffer
  readonly nonce: Buffer
  /** What was read of the chunks. */
  readonly more: Buffer
}

/** Reads up to the chunks. */
const begin = async (source: AsyncIterator<Uint8Array>): Promise<Begun> => {
  let bytes = Buffer.alloc(0)
  for (;;) {
    const end = endOfHeader(bytes)
    if (end !== undefined && bytes.length >= end + nonceBytes) {
      const [header, nonce] = [bytes.subarray(0, end), bytes.subarray(end, end + nonceBytes)]
      return { header, nonce, more: bytes.subarray(end + nonceBytes) }
    }
    const next = bytes.length > headerLimit ? undefined : await source.next()
    if (next === undefined || next.done === true) throw new Error('its header is not whole')
    bytes = Buffer.concat([bytes, next.value])
  }
}

async function* following(first: Buffer, source: AsyncIterator<Uint8Array>): Bytes {
  yield first
  for (let next = await source.next(); next.done !== true; next = await source.next())
    yield next.value
}

/**
 * What `source`, an age file, was made of; `decrypter` reads its header. Each chunk is proven before it
 * is given on, and the last one is marked: it ends without an error only where the file is whole.
 * @throws Error the library's words, or what is wrong with a chunk.
 */
export async function* decryptWith(decrypter: Decrypter, source: Bytes): AsyncGenerator<Buffer> {
  const pieces = source[Symbol.asyncIterator]()
  try {
    const { header, nonce, more } = await begin(pieces)
    const fileKey = await decrypter.decryptHeader(header)
    yield* unseal(payloadKey(fileKey, nonce), following(more, pieces))
  } finally {
    await pieces.return?.()
  }
}
