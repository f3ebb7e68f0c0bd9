import { codeBlock, details, table, words } from '../../base/markdown.ts'
import { duration } from '../../base/time.ts'
import { restoreSteps } from '../archive/readme.ts'
import type { Manifest } from '../manifest.ts'
import { rowsOf } from '../prove/checks-of.ts'
import { sizeText } from './sizes.ts'

export interface BackupReport {
  readonly file: string
  readonly bytes: number
  /** Until when GitHub keeps it, ISO 8601; undefined when it could not be read. */
  readonly keptUntil: string | undefined
  readonly manifest: Manifest
  readonly warnings: readonly string[]
  readonly milliseconds: number
}

const largest = 10

const tableNames = ({ fingerprint }: Manifest): string =>
  table(
    ['Table', 'Rows', 'Size at the source'],
    fingerprint.tables
      .toSorted((one, other) => other.bytes - one.bytes)
      .slice(0, largest)
      .map(({ schema, name, rows, bytes }) => [`${schema}.${name}`, rows, sizeText(bytes)]),
  )

/** How to get the data back without this toolkit, the same commands as in the file's README. */
const howToRestore = ({ file, manifest }: BackupReport): string => {
  const steps = restoreSteps({
    ...{ recipients: manifest.recipients, file, database: manifest.server.database },
  })
  return details(
    'How to restore it without Seaworthy',
    codeBlock(steps.map(({ does, command }) => `# ${does}\n${command}`).join('\n')),
  )
}

const excluded = ({ fingerprint }: Manifest): readonly string[] =>
  fingerprint.leftOut.length === 0
    ? []
    : [
        details(
          `${fingerprint.leftOut.length} whose content is not compared`,
          table(
            ['Table or sequence', 'Reason'],
            fingerprint.leftOut.map(({ schema, name, reason }) => [`${schema}.${name}`, reason]),
          ),
        ),
      ]

/** Job summary of a backup. `showNames` is false where everyone may read it. */
export const backupSummary = (report: BackupReport, showNames: boolean): string => {
  const { file, bytes, keptUntil, manifest, warnings, milliseconds } = report
  const { server, fingerprint } = manifest
  const until = keptUntil === undefined ? '' : `, kept until ${keptUntil.slice(0, 10)}`
  return [
    `### Backed up ${words(server.database)}: ${fingerprint.tables.length} tables, ${rowsOf(fingerprint.tables)} rows, ${sizeText(bytes)}`,
    '',
    `Artifact ${words(file)}${until}. It is a backup once \`verify-restore\` has proven it.`,
    '',
    table(
      ['What', 'Value'],
      [
        ['Snapshot', manifest.takenAt],
        ['Server', `PostgreSQL ${server.version}${server.standby ? ', a standby' : ''}`],
        ['pg_dump', manifest.client],
        ['Database', sizeText(server.bytes)],
        ['Dump, before compression', sizeText(manifest.dump.bytes)],
        ['Encrypted to', manifest.recipients.join(', ') || 'nobody: plaintext'],
        ['Took', duration(milliseconds)],
      ],
    ),
    ...warnings.map((warning) => `> ${words(warning)}\n`),
    ...(showNames ? [tableNames(manifest), ...excluded(manifest)] : []),
    howToRestore(report),
  ].join('\n')
}
