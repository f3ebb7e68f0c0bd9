/** One entry's bytes, in the pieces in which they came. */
export interface Chunk {
  readonly pieces: readonly Buffer[]
  readonly bytes: number
}

/** Smaller pieces are put together: each is a round trip to the thread that compresses. */
const smallPiece = 16 * 1024

const chunkOf = (pieces: readonly Buffer[], bytes: number): Chunk => ({
  pieces: bytes / pieces.length < smallPiece ? [Buffer.concat(pieces)] : pieces,
  bytes,
})

/**
 * Cuts a stream into chunks of exactly `size` bytes, the last one shorter; an empty stream has none.
 * Holds one chunk at a time. Rejects as `source` does, also when it closed before its end.
 */
export async function* rechunk(
  source: AsyncIterable<unknown>,
  size: number,
): AsyncGenerator<Chunk> {
  let pieces: Buffer[] = []
  let bytes = 0
  for await (const item of source) {
    if (!Buffer.isBuffer(item)) throw new TypeError('a dump is a stream of buffers')
    let rest = item
    while (rest.length > 0) {
      const piece = rest.subarray(0, size - bytes)
      pieces.push(piece)
      bytes += piece.length
      rest = rest.subarray(piece.length)
      if (bytes < size) continue
      yield chunkOf(pieces, bytes)
      pieces = []
      bytes = 0
    }
  }
  if (bytes > 0) yield chunkOf(pieces, bytes)
}
