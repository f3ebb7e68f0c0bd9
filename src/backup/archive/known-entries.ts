import type { Header } from 'tar-stream'
import type { TextName } from './layout.ts'
import { chunkName, manifestName, readmeName, textLimit, textNames } from './layout.ts'
import { damaged } from './trouble.ts'

/** What of a tar's entry is used. */
export interface TarEntry extends AsyncIterable<unknown> {
  readonly header: Pick<Header, 'name' | 'type' | 'size'>
}

export type KnownEntry =
  | { readonly kind: 'chunk'; readonly content: AsyncIterable<Buffer> }
  | {
      readonly kind: 'text'
      readonly name: TextName | typeof manifestName | typeof readmeName
      readonly content: AsyncIterable<Buffer>
    }

const texts = [readmeName, ...textNames, manifestName] as const
const required = [...textNames, manifestName]

/** A name for a message: short, and nothing in it that a terminal would obey. */
const shown = (name: string) => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name)

async function* bytesOf(entry: TarEntry): AsyncGenerator<Buffer> {
  for await (const piece of entry) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('a tar entry is a stream of buffers')
    yield piece
  }
}

const judge = (entry: TarEntry, seen: ReadonlySet<string>, chunks: number): KnownEntry => {
  const { name, type, size } = entry.header
  if (type !== 'file') throw damaged('tar', `${shown(name)} is not a plain file`)
  if (seen.has(name)) throw damaged('tar', `${shown(name)} is there twice`)
  if (seen.has(manifestName)) throw damaged('tar', `${shown(name)} follows the manifest`)
  if (name === chunkName(chunks)) return { kind: 'chunk', content: bytesOf(entry) }
  if (/^dump\/\d{6,}$/.test(name)) {
    throw damaged('tar', `${shown(name)} stands where ${chunkName(chunks)} belongs`)
  }
  const text = texts.find((known) => known === name)
  if (text === undefined) throw damaged('tar', `${shown(name)} does not belong there`)
  if (size > textLimit) throw damaged('tar', `${name} is larger than ${textLimit} bytes`)
  return { kind: 'text', name: text, content: bytesOf(entry) }
}

/**
 * Lets pass only what belongs into a file: plain files with known names, each once, the chunks in
 * their order, the manifest last.
 * @throws SeaworthyError `backup-damaged` (tar).
 */
export async function* knownEntries(entries: AsyncIterable<TarEntry>): AsyncGenerator<KnownEntry> {
  const seen = new Set<string>()
  let chunks = 0
  for await (const entry of entries) {
    const known = judge(entry, seen, chunks)
    if (known.kind === 'chunk') chunks += 1
    seen.add(entry.header.name)
    yield known
  }
  const missing = required.filter((name) => !seen.has(name))
  if (missing.length > 0) throw damaged('tar', `${missing.join(', ')} is missing`)
}
