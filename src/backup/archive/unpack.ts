import type { Decrypter } from 'age-encryption'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Extract } from 'tar-stream'
import { extract } from 'tar-stream'
import { SeaworthyError } from '../../base/error.ts'
import { decompress } from './decompress.ts'
import { decrypterOf } from './identities.ts'
import type { TarEntry } from './known-entries.ts'
import { decrypt, envelopeOf, headOf } from './open.ts'
import { messageOf } from '../../base/reason.ts'
import { asError, codeOf, damaged } from './trouble.ts'

export interface UnpackOptions {
  readonly file: string
  /** Private keys, one a line, `#` comments allowed. Empty for a file in plaintext. */
  readonly identities: string
  readonly signal: AbortSignal
}

type Bytes = AsyncIterable<Uint8Array>

/** POSIX ends a tar with two blocks of zeros; without them something may be missing behind. */
const endOfTar = 1024

const trailingZeros = (piece: Uint8Array) =>
  piece.length - 1 - piece.findLastIndex((byte) => byte !== 0)

async function* wholeTar(source: Bytes): Bytes {
  let bytes = 0
  let zeros = 0
  for await (const piece of source) {
    const trailing = trailingZeros(piece)
    zeros = trailing === piece.length ? zeros + trailing : trailing
    bytes += piece.length
    yield piece
  }
  if (bytes % 512 !== 0 || zeros < endOfTar) throw damaged('tar', 'its end is missing')
}

async function* passOn(source: Bytes): Bytes {
  yield* source
}

/** Resolves when the tar takes more, or takes no more at all. */
const drained = (tar: Extract): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      tar.off('drain', done)
      tar.off('close', done)
      resolve()
    }
    tar.on('drain', done)
    tar.on('close', done)
  })

const feed = (tar: Extract) => async (source: Bytes) => {
  for await (const piece of source) {
    if (tar.destroyed) return
    if (!tar.write(piece)) await drained(tar)
  }
  tar.end(undefined)
}

const start = (options: UnpackOptions, decrypter: Decrypter | undefined, tar: Extract) => {
  const file = createReadStream(options.file, { highWaterMark: 256 * 1024 })
  const plain = decrypter === undefined ? passOn : decrypt(decrypter, options.file)
  return pipeline(file, plain, decompress, wholeTar, feed(tar), { signal: options.signal })
}

const decrypterFor = async ({ file, identities }: UnpackOptions) => {
  const envelope = envelopeOf(await headOf(file))
  if (envelope === 'none') return undefined
  const decrypter = decrypterOf(identities)
  if (envelope === 'age') return decrypter
  throw damaged('envelope', 'it starts neither as age nor as zstd does')
}

const explain = (error: unknown, signal: AbortSignal): unknown => {
  if (signal.aborted) return signal.reason
  if (error instanceof SeaworthyError) return error
  const code = codeOf(error)
  if (code?.startsWith('ZSTD_') === true || code?.startsWith('Z_') === true) {
    return damaged('compression', messageOf(error), error)
  }
  // With a code it is the system's or the runtime's; tar-stream's own errors have none.
  return code === undefined ? damaged('tar', messageOf(error), error) : error
}

/** What a stream says that was ended by another's failure. */
const echoes = [
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'STREAM_DESTROYED',
  'ABORT_ERR',
]
const isEcho = (error: unknown) => echoes.includes(codeOf(error) ?? '')

type Explain = (error: unknown) => Promise<unknown>

/** Explains by what went wrong first: an error before the tar, else the tar's own. */
const explainer = (flowing: Promise<void>, tar: Extract, signal: AbortSignal): Explain => {
  return async (error) => {
    tar.destroy()
    const before: unknown = await flowing.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    return explain(before === undefined || isEcho(before) ? error : before, signal)
  }
}

async function* explained(content: AsyncIterable<unknown>, root: Explain): AsyncGenerator {
  try {
    yield* content
  } catch (error) {
    throw await root(error)
  }
}

/**
 * The entries of a file as they come, each to be read to its end before the next. Ends without an
 * error only after age's last chunk, zstd's checksum and the end of the tar.
 * @throws SeaworthyError `backup-damaged`, `identity-unusable`; the reason of `signal`.
 */
export async function* unpack(options: UnpackOptions): AsyncGenerator<TarEntry> {
  const tar = extract()
  options.signal.throwIfAborted()
  const flowing = start(options, await decrypterFor(options), tar)
  // Awaited below, unless the reader of the entries gives up first.
  flowing.catch((error: unknown) => tar.destroy(asError(error)))
  const root = explainer(flowing, tar, options.signal)
  try {
    for await (const entry of tar) {
      yield {
        header: entry.header,
        [Symbol.asyncIterator]: () => explained(entry, root),
      }
    }
    await flowing
  } catch (error) {
    throw await root(error)
  } finally {
    tar.destroy()
    await flowing.catch(() => undefined)
  }
}
