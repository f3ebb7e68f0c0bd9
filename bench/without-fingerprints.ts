/**
 * The product's own way of a dump into a file, and nothing else: no look, no fingerprint, no upload.
 * Takes URL, RECIPIENT and FILE from its environment.
 */
import { spawn } from 'node:child_process'
import { writeArchive } from '../src/backup/archive/write.ts'
import { manifestFormat, type Manifest } from '../src/backup/manifest.ts'

const { URL: url = '', RECIPIENT: recipient = '', FILE: file = '' } = process.env

const server: Manifest['server'] = {
  ...{ version: '', versionNumber: 0, major: 0, database: '', systemIdentifier: undefined },
  ...{ encoding: '', collate: '', ctype: '', localeProvider: 'libc', providerLocale: undefined },
  ...{ standby: false, bytes: 0 },
}
const fingerprint: Manifest['fingerprint'] = {
  ...{ tables: [], leftOut: [], sequences: [], materializedViews: [], extensions: [] },
  ...{ largeObjects: { count: '0', checksum: '0' }, notValidConstraints: [] },
}

const dump = spawn('pg_dump', ['--format=custom', '--compress=0', url], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = new Promise<number | null>((resolve) => dump.once('close', resolve))
await writeArchive({
  ...{ path: file, recipients: [recipient], readme: '', dump: dump.stdout },
  texts: { 'globals.sql': '', 'schema.sql': '' },
  manifest: async (print) => {
    if ((await ended) !== 0) throw new Error('pg_dump failed')
    return {
      ...{ format: manifestFormat, file, takenAt: new Date(0).toISOString(), tool: '', run: '' },
      ...{ actor: '', server, client: '', walPosition: '', fingerprint, recipients: [recipient] },
      ...print,
    }
  },
  signal: new AbortController().signal,
})
