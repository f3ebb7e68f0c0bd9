import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { Manifest } from '../manifest.ts'
import { parseManifestText } from '../parse-manifest.ts'
import type { Print } from './entries.ts'
import { sha256 } from './entries.ts'
import { knownEntries } from './known-entries.ts'
import { manifestName, readmeName, textNames } from './layout.ts'
import { damaged, orDiskFull } from './trouble.ts'
import type { UnpackOptions } from './unpack.ts'
import { unpack } from './unpack.ts'

export interface ReadOptions extends UnpackOptions {
  /** A folder that must not exist yet. */
  readonly into: string
  /** False where the disk is short: the dump is verified, not kept (see {@link streamDump}). */
  readonly keepDump?: boolean
}

/** A file that was read to its end and equals its manifest. */
export interface Opened {
  readonly folder: string
  readonly manifest: Manifest
  /** `dump.pgc`; undefined where it was not kept. */
  readonly dump: string | undefined
  readonly globals: string
  readonly schema: string
}

/** Where the dump's bytes go; nowhere, when it is only verified. */
type Sink = Pick<FileHandle, 'appendFile'> | undefined

const unpackInto = async (options: ReadOptions, sink: Sink): Promise<Print['dump']> => {
  const hash = createHash('sha256')
  let bytes = 0
  let chunks = 0
  for await (const entry of knownEntries(unpack(options))) {
    if (entry.kind === 'text' && entry.name !== readmeName) {
      const path = join(options.into, entry.name)
      await writeFile(path, entry.content, { flag: 'wx', mode: 0o600 })
      continue
    }
    if (entry.kind === 'chunk') chunks += 1
    for await (const piece of entry.content) {
      if (entry.kind === 'text') continue
      hash.update(piece)
      bytes += piece.length
      await sink?.appendFile(piece)
    }
  }
  return { bytes, sha256: hash.digest('hex'), chunks }
}

const withSink = async (options: ReadOptions) => {
  if (options.keepDump === false) return unpackInto(options, undefined)
  const handle = await open(join(options.into, 'dump.pgc'), 'wx', 0o600)
  try {
    return await unpackInto(options, handle)
  } finally {
    await handle.close()
  }
}

const compare = (what: string, expected: string | number, found: string | number) => {
  if (expected === found) return
  throw damaged('dump digest', `${what} is ${found}, and should be ${expected}`)
}

const compareWith = (manifest: Manifest, found: Print) => {
  compare("the dump's size", manifest.dump.bytes, found.dump.bytes)
  compare("the dump's number of chunks", manifest.dump.chunks, found.dump.chunks)
  compare("the dump's SHA-256", manifest.dump.sha256, found.dump.sha256)
  for (const name of textNames) {
    compare(`the SHA-256 of ${name}`, manifest.texts[name], found.texts[name])
  }
}

const readInto = async (options: ReadOptions): Promise<Opened> => {
  const { into } = options
  const dump = await withSink(options)
  const [globals, schema] = [join(into, 'globals.sql'), join(into, 'schema.sql')]
  const manifest = parseManifestText(await readFile(join(into, manifestName), 'utf8'))
  const texts = {
    'globals.sql': sha256(await readFile(globals)),
    'schema.sql': sha256(await readFile(schema)),
  }
  compareWith(manifest, { dump, texts })
  const kept = options.keepDump === false ? undefined : join(into, 'dump.pgc')
  return { folder: into, manifest, dump: kept, globals, schema }
}

/**
 * Reads a file to its very end into a folder of mode 0700: `dump.pgc`, `globals.sql`, `schema.sql`,
 * `manifest.json`, and compares it with its manifest. When it rejects there is no folder.
 * @throws SeaworthyError `backup-damaged`, `identity-unusable`, `disk-full`; the reason of `signal`.
 */
export const readArchive = async (options: ReadOptions): Promise<Opened> => {
  await mkdir(options.into, { mode: 0o700 })
  try {
    return await readInto(options)
  } catch (error) {
    const told = await orDiskFull(error, dirname(options.into))
    await rm(options.into, { recursive: true, force: true })
    throw told
  }
}

async function* dumpOf(options: UnpackOptions): AsyncGenerator {
  for await (const { kind, content } of knownEntries(unpack(options))) {
    for await (const piece of content) if (kind === 'chunk') yield piece
  }
}

/**
 * The dump's bytes, for a second pass over a file that {@link readArchive} has verified. Ends only
 * when the file was whole again; otherwise it is destroyed with the error.
 */
export const streamDump = (options: UnpackOptions): Readable =>
  Readable.from(dumpOf(options), { objectMode: false })
