import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Print } from '../../../src/backup/archive/entries.ts'
import type { WriteOptions } from '../../../src/backup/archive/write.ts'
import { writeArchive } from '../../../src/backup/archive/write.ts'
import type { Manifest } from '../../../src/backup/manifest.ts'

export const identity = await generateX25519Identity()
export const recipient = await identityToRecipient(identity)
export const never = new AbortController().signal

export interface Folder extends Disposable {
  readonly path: string
  readonly at: (name: string) => string
}

/** A fresh folder that is gone at the end of its block. */
export const freshFolder = (): Folder => {
  const path = mkdtempSync(join(tmpdir(), 'archive-'))
  return {
    path,
    at: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}

export const texts = { 'globals.sql': 'CREATE ROLE shop;\n', 'schema.sql': '-- schema ü\n' }

export const manifestOf = (print: Print): Manifest => ({
  format: 1,
  file: 'shop-20260618T080000Z.tar.zst.age',
  takenAt: '2026-06-18T08:00:00Z',
  tool: 'seaworthy 0.1.0',
  run: 'https://github.com/acme/shop/actions/runs/1',
  actor: 'kim',
  server: {
    version: '15.18',
    versionNumber: 150018,
    major: 15,
    database: 'shop',
    systemIdentifier: undefined,
    encoding: 'UTF8',
    collate: 'C',
    ctype: 'C',
    localeProvider: 'libc',
    providerLocale: undefined,
    standby: false,
    bytes: 7_000_000,
  },
  client: '15.18',
  walPosition: '0/1A2B3C',
  fingerprint: {
    tables: [
      { schema: 'public', name: 'a', rows: '2', checksum: '-7', columns: ['id'], bytes: 8192 },
    ],
    leftOut: [{ schema: 'public', name: 'f', kind: 'foreign', reason: 'elsewhere' }],
    sequences: [{ schema: 'public', name: 's', lastValue: '5', isCalled: true }],
    materializedViews: [{ schema: 'public', name: 'm', populated: true }],
    largeObjects: { count: '0', checksum: '0' },
    extensions: [{ name: 'plpgsql', version: '1.0', schema: 'pg_catalog' }],
    notValidConstraints: [],
  },
  dump: print.dump,
  texts: print.texts,
  recipients: [recipient],
})

/** Bytes that look random, the same for the same seed. */
export const noise = (bytes: number, seed = 'seed'): Buffer => {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) =>
    createHash('sha256').update(`${seed}${index}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, bytes)
}

/** `content` in pieces of `size` bytes, as a pipe would bring it. */
export const inPieces = (content: Buffer, size = 65_536): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
      content.subarray(index * size, (index + 1) * size),
    ),
    { objectMode: true },
  )

export const write = (path: string, dump: Buffer | Readable, more: Partial<WriteOptions> = {}) =>
  writeArchive({
    path,
    recipients: [recipient],
    signal: never,
    readme: 'how to\n',
    texts,
    dump: Buffer.isBuffer(dump) ? inPieces(dump) : dump,
    manifest: manifestOf,
    ...more,
  })

export const sha256Of = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
