import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { growDatabase } from '../../../../lab/kit/postgres-grow.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startNightly, type Nightly } from './steps.ts'

const server = serverForTests({ major: 15 })
let nightly: Nightly
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-memory-'))
  nightly = await startNightly()
}, 60_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await nightly.close()
})

/** Has a Node.js process add what it held at most, as the kernel knows, to `file` at its end. */
const watching = (file: string): string => {
  const script = join(folder, 'watch.cjs')
  writeFileSync(
    script,
    `const { appendFileSync, readFileSync } = require('node:fs')
     process.on('exit', () => appendFileSync(${JSON.stringify(file)}, readFileSync('/proc/self/status')))`,
  )
  return `--require=${script}`
}

/** In megabytes: of each process that ended, its own peak. */
const peaksIn = (file: string): readonly number[] =>
  Array.from(readFileSync(file, 'utf8').matchAll(/^VmHWM:\s+(\d+) kB$/gm), ([, kB]) =>
    Math.round(Number(kB) / 1024),
  )

test('a file of a 300 MB database is made in less than 150 MB of memory', async () => {
  const bytes = await growDatabase(server(), { database: 'large', megabytes: 300 })
  expect(bytes).toBeGreaterThan(250e6)
  const file = join(folder, 'made')
  // GitHub's client, which reads ahead five blocks and more of 8 MiB, is not what is measured here.
  nightly.world.faults.push({
    on: /CreateArtifact/,
    times: 1,
    does: { status: 403, message: 'Artifact storage quota has been hit' },
  })
  const result = await nightly.backup(
    { 'database-url': server().urlOf('large') },
    { NODE_OPTIONS: watching(file) },
  )
  expect(result).toMatchObject({ exitCode: 1, leftovers: [] })
  expect(result.log).toMatch(/uploading \d{8,} bytes/)
  const peaks = peaksIn(file)
  // Main and post.
  expect(peaks).toHaveLength(2)
  expect(Math.max(...peaks)).toBeLessThan(150)
}, 120_000)
