import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib'
import { pack, type Pack } from 'tar-stream'
import { SeaworthyError } from '../../base/error.ts'
import { encryptFor } from './age/encrypt.ts'
import { createBuffers, type Buffers } from './buffers.ts'
import type { Content } from './entries.ts'
import { entriesOf } from './entries.ts'
import { chunkSize } from './layout.ts'
import { packAll } from './pack.ts'
import { asError, orDiskFull } from './trouble.ts'

export interface WriteOptions extends Content {
  /** Must not exist. */
  readonly path: string
  /** Public keys. None is allowed with `plaintext` only. */
  readonly recipients: readonly string[]
  /** Said in so many words: the file is not encrypted. */
  readonly plaintext?: boolean
  readonly signal: AbortSignal
  /** Bytes of one entry of the dump. */
  readonly chunkBytes?: number
}

/** The file as it was written. */
export interface Written {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

type Bytes = AsyncIterable<Uint8Array>

const requireOneKind = ({ recipients, plaintext }: WriteOptions): void => {
  if ((recipients.length === 0) === (plaintext === true)) return
  throw new SeaworthyError(
    'recipients-missing',
    plaintext === true
      ? 'A backup is either for recipients or plaintext, not both'
      : 'There is no recipient to encrypt the backup to',
    { hint: 'Give at least one public key, age1...' },
  )
}

/**
 * What comes out is large, since for each piece the compressor's thread waits for ours.
 * Level 3 with a checksum, which Node.js leaves out unless told. More workers than none end a stream
 * of Node.js 22 and 24 with ERR_STREAM_PUSH_AFTER_EOF.
 */
const compress = () =>
  createZstdCompress({
    chunkSize: 512 * 1024,
    params: {
      [constants.ZSTD_c_compressionLevel]: 3,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  })

const encryptTo = ({ recipients, plaintext }: WriteOptions) =>
  async function* (source: Bytes): Bytes {
    yield* plaintext === true ? source : encryptFor(recipients, source)
  }

/** Gives every piece of the tar to the compressor, and its buffer back when the last byte is taken. */
const feed = async (tar: Pack, zstd: ZstdCompress, buffers: Buffers): Promise<void> => {
  for await (const piece of tar as AsyncIterable<Uint8Array>) {
    await new Promise<void>((resolve, reject) => {
      zstd.write(piece, (error) => {
        if (error instanceof Error) reject(error)
        else resolve()
      })
    })
    buffers.give(piece)
  }
  if (!zstd.destroyed) zstd.end()
}

const pour = async (handle: FileHandle, options: WriteOptions): Promise<Omit<Written, 'path'>> => {
  const hash = createHash('sha256')
  let bytes = 0
  const meter = async function* (source: Bytes): Bytes {
    for await (const piece of source) {
      hash.update(piece)
      bytes += piece.length
      yield piece
    }
  }
  const tar = pack()
  const zstd = compress()
  const buffers = createBuffers(options.chunkBytes ?? chunkSize)
  try {
    // Each end takes the other with it; what went wrong first is what the pipeline tells.
    feed(tar, zstd, buffers).catch((error: unknown) => zstd.destroy(asError(error)))
    zstd.on('close', () => tar.destroy())
    const packed = packAll(tar, entriesOf(options, buffers))
    packed.catch((error: unknown) => tar.destroy(asError(error)))
    const file = handle.createWriteStream({ flush: true, highWaterMark: 1024 * 1024 })
    await pipeline(zstd, encryptTo(options), meter, file, { signal: options.signal })
    await packed
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    tar.destroy()
  }
}

/**
 * Writes `age(zstd(tar))`, or `zstd(tar)` in plaintext, in one pass: mode 0600, on the disk when it
 * resolves. It resolves for a whole file only; otherwise there is none, and `dump` is destroyed.
 * @throws SeaworthyError `recipients-missing`, `disk-full`, `dump-failed` where `dump` closed before
 * its end; what `manifest` threw; the reason of `signal`.
 */
export const writeArchive = async (options: WriteOptions): Promise<Written> => {
  const { path, signal } = options
  // It may fail before anybody reads it; who reads it then is told.
  options.dump.on('error', () => undefined)
  try {
    signal.throwIfAborted()
    requireOneKind(options)
    const handle = await open(path, 'wx', 0o600)
    try {
      return { path, ...(await pour(handle, options)) }
    } catch (error) {
      const told: unknown = signal.aborted ? signal.reason : await orDiskFull(error, dirname(path))
      await rm(path, { force: true })
      throw told
    } finally {
      await handle.close()
    }
  } finally {
    options.dump.destroy()
  }
}
