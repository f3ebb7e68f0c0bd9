import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Print } from '../../../../src/backup/archive/entries.ts'
import { readArchive, type Opened } from '../../../../src/backup/archive/read.ts'
import { writeArchive } from '../../../../src/backup/archive/write.ts'
import type { Manifest } from '../../../../src/backup/manifest.ts'
import type { StepResult } from '../../../../lab/kit/step.ts'
import { sha256, type FakeArtifact } from '../../../support/results-service/world.ts'
import type { Nightly } from './steps.ts'

const never = new AbortController().signal

/** What goes into the damaged file; what is not given stays as it was. */
export interface Damage {
  readonly dump?: (opened: Opened) => Readable
  readonly manifest?: (was: Manifest, now: Print) => Manifest
}

/** The manifest as it was, with the digests of what is there now: only the comparison can notice. */
const withDigests = (was: Manifest, now: Print): Manifest => ({ ...was, ...now })

const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-repack-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The content of a backup after it was opened, damaged and encrypted again to the same key. */
export const repacked = (
  content: Buffer,
  { identity, recipient }: Nightly,
  { dump, manifest = withDigests }: Damage,
): Promise<Buffer> =>
  inFolder(async (folder) => {
    const [file, path] = [join(folder, 'before'), join(folder, 'after')]
    await writeFile(file, content)
    const into = join(folder, 'opened')
    const opened = await readArchive({ file, identities: identity, into, signal: never })
    await writeArchive({
      path,
      recipients: [recipient],
      readme: 'repacked',
      texts: {
        'globals.sql': await readFile(opened.globals, 'utf8'),
        'schema.sql': await readFile(opened.schema, 'utf8'),
      },
      dump: dump?.(opened) ?? createReadStream(String(opened.dump)),
      manifest: (print) => manifest(opened.manifest, print),
      signal: never,
    })
    return await readFile(path)
  })

/** The newest artifact becomes another one; GitHub's own digest and size fit, unless told. */
export const replace = ({ world }: Nightly, differences: Partial<FakeArtifact>): void => {
  const was = world.artifacts.pop()
  if (was === undefined) throw new Error('There is no artifact to replace')
  const { content = was.content } = differences
  const fitting = { content, digest: sha256(content), size: content.length }
  world.artifacts.push({ ...was, ...fitting, ...differences })
}

/** The content with one bit of the byte at `offset` turned over. */
export const flipped = (content: Buffer, offset: number): Buffer => {
  const changed = Buffer.from(content)
  changed.writeUInt8(changed.readUInt8(offset) ^ 1, offset)
  return changed
}

/** What every step that says no has in common, besides its reason. */
export const refused = {
  exitCode: 1,
  leftovers: [],
  orphans: [],
  outputs: { verdict: 'refused' },
}

/** Every error of the step, title and all, as the run's page shows them. */
export const errorsOf = ({ annotations }: StepResult): string =>
  annotations
    .filter(({ kind }) => kind === 'error')
    .map(({ title = '', message }) => `${title}: ${message}`)
    .join('\n')
