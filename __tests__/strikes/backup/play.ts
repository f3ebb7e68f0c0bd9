import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { SeaworthyError } from '../../../src/base/error.ts'
import { readArchive, type Opened, type ReadOptions } from '../../../src/backup/archive/read.ts'
import type { Manifest } from '../../../src/backup/manifest.ts'
import { requireName } from '../../../src/backup/prove/accept.ts'
import { comparisonChecks } from '../../../src/backup/prove/checks-of.ts'
import { verdictOf } from '../../../src/backup/report/proof-summary.ts'
import { compareFingerprints } from '../../../src/postgres/compare/fingerprints.ts'
import { compareSchemas } from '../../../src/postgres/compare/schemas.ts'
import type { Difference } from '../../../src/postgres/compare/difference.ts'
import type { Fingerprint } from '../../../src/postgres/facts.ts'
import {
  freshFolder,
  identity,
  manifestOf,
  never,
  write,
  type Folder,
} from '../../backup/archive/support.ts'
import { schemaText, source, type Database } from './database.ts'
import type { BackupTrial } from './trials.ts'

/** Between the parts of a backup and its proof: where mutants break it. */
export interface BackupBreaks {
  /** What a look at a database tells, at the source and at the copy. */
  readonly look?: (print: Fingerprint) => Fingerprint
  /** The same, at the copy alone. */
  readonly lookAtCopy?: (print: Fingerprint, manifest: Manifest) => Fingerprint
  /** A schema's text, as both sides give it to the comparison. */
  readonly schema?: (text: string) => string
  readonly manifest?: (manifest: Manifest) => Manifest
  /** What is read in the place of the download. */
  readonly download?: (stored: Buffer, made: Buffer) => Buffer
  readonly read?: (options: ReadOptions) => Promise<Opened>
  readonly nameOf?: (asked: string, manifest: Manifest) => string
  readonly differences?: (differences: readonly Difference[]) => readonly Difference[]
}

const same = <T>(value: T): T => value

const asked = 'shop-20260618T080000Z.tar.zst.age'

/** A backup of the source, made once for all trials of a break. */
export const makeSample = async (folder: Folder, breaks: BackupBreaks): Promise<Buffer> => {
  const { look = same, manifest = same } = breaks
  const path = folder.at('made')
  const texts = { 'globals.sql': 'CREATE ROLE shop;\n', 'schema.sql': schemaText(source, '15.1') }
  await write(path, Buffer.from(JSON.stringify(source)), {
    texts,
    manifest: (print) =>
      manifest({ ...manifestOf(print), file: asked, fingerprint: look(source.print) }),
  })
  return readFileSync(path)
}

/** What came of a trial. */
export interface Proved {
  readonly verdict: 'proven' | 'refused' | 'damaged'
  /** A byte of the dump has reached the server. */
  readonly restored: boolean
}

const judgeCopy = (
  { manifest, schema }: Opened,
  copy: Database,
  { look = same, lookAtCopy = same, schema: text = same, differences = same }: BackupBreaks,
): 'proven' | 'refused' =>
  verdictOf({
    checks: comparisonChecks(
      manifest,
      differences([
        ...compareFingerprints(manifest.fingerprint, lookAtCopy(look(copy.print), manifest)),
        ...compareSchemas(text(readFileSync(schema, 'utf8')), text(schemaText(copy, '15.2'))),
      ]),
    ),
  })

/** Downloads, opens, restores and compares, in the words of the real parts and in their order. */
export const prove = async (
  made: Buffer,
  { copy = same, stored = same, name = asked }: BackupTrial,
  breaks: BackupBreaks,
): Promise<Proved> => {
  const { download = same, read = readArchive, nameOf = same } = breaks
  using folder = freshFolder()
  const file = folder.at(name)
  writeFileSync(file, download(stored(made), made))
  let restored = false
  try {
    const opened = await read({
      file,
      into: folder.at('into'),
      identities: identity,
      signal: never,
    })
    requireName(opened.manifest, nameOf(basename(file), opened.manifest))
    restored = true
    const dump = readFileSync(opened.dump ?? '', 'utf8')
    return { verdict: judgeCopy(opened, copy(JSON.parse(dump) as Database), breaks), restored }
  } catch (error) {
    if (restored || !(error instanceof SeaworthyError)) throw error
    return { verdict: 'damaged', restored }
  }
}
