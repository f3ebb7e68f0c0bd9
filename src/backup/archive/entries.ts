import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { SeaworthyError } from '../../base/error.ts'
import type { DumpPrint, Manifest } from '../manifest.ts'
import type { Buffers } from './buffers.ts'
import type { TextName } from './layout.ts'
import { chunkName, manifestName, readmeName } from './layout.ts'
import type { Chunk } from './rechunk.ts'
import { rechunk } from './rechunk.ts'
import { messageOf } from '../../base/reason.ts'

/** What a manifest says of the file it is in. */
export interface Print {
  readonly dump: DumpPrint
  readonly texts: Readonly<Record<TextName, string>>
}

/** What goes into a file. */
export interface Content {
  readonly readme: string
  readonly texts: Readonly<Record<TextName, string>>
  /** Read to its end, or destroyed. */
  readonly dump: Readable
  /** Asked once, after the dump's last byte. What it throws fails the file. */
  readonly manifest: (print: Print) => Manifest | Promise<Manifest>
}

export interface Entry extends Chunk {
  readonly name: string
}

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

const textEntry = (name: string, text: string): Entry => {
  const bytes = Buffer.from(text)
  return { name, content: bytes }
}

async function* whole(dump: Readable): AsyncGenerator {
  try {
    yield* dump
  } catch (error) {
    if (error instanceof SeaworthyError) throw error
    throw new SeaworthyError(
      'dump-failed',
      `The dump ended before it was whole: ${messageOf(error)}`,
      {
        cause: error,
      },
    )
  }
}

/** The entries of a file in their order; `manifest.json`, the last, has the digests of the others. */
export async function* entriesOf(content: Content, buffers: Buffers): AsyncGenerator<Entry> {
  yield textEntry(readmeName, content.readme)
  yield textEntry('globals.sql', content.texts['globals.sql'])
  yield textEntry('schema.sql', content.texts['schema.sql'])
  const hash = createHash('sha256')
  let bytes = 0
  let chunks = 0
  for await (const chunk of rechunk(whole(content.dump), buffers)) {
    hash.update(chunk.content)
    bytes += chunk.content.length
    yield { name: chunkName(chunks), ...chunk }
    chunks += 1
  }
  const manifest = await content.manifest({
    dump: { bytes, sha256: hash.digest('hex'), chunks },
    texts: {
      'globals.sql': sha256(content.texts['globals.sql']),
      'schema.sql': sha256(content.texts['schema.sql']),
    },
  })
  yield textEntry(manifestName, `${JSON.stringify(manifest, undefined, 1)}\n`)
}
