import type { Buffers } from './buffers.ts'
import { freePieces } from './collect.ts'

/** One entry's bytes. */
export interface Chunk {
  readonly content: Buffer
}

/**
 * Cuts a stream into chunks of exactly the buffers' size, the last one shorter; an empty stream has
 * none. Pieces are copied: a stream's own buffers, kept until a chunk is whole, would outlive many
 * collections of garbage. Rejects as `source` does, also when it closed before its end.
 */
export async function* rechunk(
  source: AsyncIterable<unknown>,
  buffers: Buffers,
): AsyncGenerator<Chunk> {
  let chunk = buffers.take()
  let bytes = 0
  for await (const piece of source) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('a dump is a stream of buffers')
    let copied = 0
    while (copied < piece.length) {
      const more = piece.copy(chunk, bytes, copied)
      copied += more
      bytes += more
      if (bytes < chunk.length) continue
      yield { content: chunk }
      freePieces()
      chunk = buffers.take()
      bytes = 0
    }
  }
  if (bytes > 0) yield { content: chunk.subarray(0, bytes) }
}
