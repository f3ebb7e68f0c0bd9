import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { findClients } from '../../../src/postgres/client/find.ts'

const root = mkdtempSync(join(tmpdir(), 'clients-'))
afterAll(() => rmSync(root, { recursive: true }))

const program = (path: string, text: string): void => {
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
}

const client = (folder: string, version: string, names = ['pg_dump', 'pg_dumpall']): string => {
  const bin = join(root, folder)
  mkdirSync(bin, { recursive: true })
  for (const name of names) program(join(bin, name), `echo "${name} (PostgreSQL) ${version}"`)
  return bin
}

test('clients are found by major and on PATH, each once, and never the wrapper', async () => {
  client('pg/16/bin', '16.2')
  client('pg/15/bin', '15.9')
  client('pg/latest/bin', '99.0')
  const own = client('own', '17.0')
  const alone = client('alone', '18.0', ['pg_dump'])
  const broken = client('broken', '14.0')
  program(join(broken, 'pg_dump'), 'exit 1')
  const debian = join(root, 'debian')
  mkdirSync(debian)
  program(join(root, 'pg_wrapper'), 'echo "pg_dump (PostgreSQL) 12.0"')
  for (const name of ['pg_dump', 'pg_dumpall']) symlinkSync('../pg_wrapper', join(debian, name))
  const linked = join(root, 'linked')
  symlinkSync(own, linked)
  const path = [debian, alone, broken, own, linked, join(root, 'missing'), ''].join(':')
  expect(await findClients({ folders: [join(root, 'pg'), '/missing'], path })).toEqual([
    { version: '15.9', major: 15, folder: join(root, 'pg/15/bin') },
    { version: '16.2', major: 16, folder: join(root, 'pg/16/bin') },
    { version: '17.0', major: 17, folder: own },
  ])
})
