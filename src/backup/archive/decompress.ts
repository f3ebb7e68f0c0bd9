import { pipeline } from 'node:stream/promises'
import { createZstdDecompress, zstdDecompressSync } from 'node:zlib'
import { damaged } from './trouble.ts'

type Bytes = AsyncIterable<Uint8Array>

/**
 * Length of a frame without content, with a checksum: Node.js 24 writes one behind the frame of the
 * content when its last bytes and the end come together.
 */
const emptyFrame = 13

const isEmptyFrame = (bytes: Uint8Array) => {
  try {
    return bytes.length === emptyFrame && zstdDecompressSync(bytes).length === 0
  } catch {
    return false
  }
}

/** Decompresses; what follows the frame, which the stream would pass over in silence, is refused. */
export async function* decompress(source: Bytes): Bytes {
  const zstd = createZstdDecompress({ chunkSize: 128 * 1024 })
  let came = 0
  let tail = Buffer.alloc(0)
  const watch = async function* () {
    for await (const piece of source) {
      came += piece.length
      tail = Buffer.concat([tail, piece.subarray(-emptyFrame)]).subarray(-emptyFrame)
      yield piece
    }
  }
  const flowing = pipeline(watch, zstd)
  // Its failure destroys the stream that is read here.
  flowing.catch(() => undefined)
  yield* zstd
  await flowing
  const left = came - zstd.bytesWritten
  if (left === 0 || (left === emptyFrame && isEmptyFrame(tail))) return
  throw damaged('compression', 'something follows its end')
}
