import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { provideClient, type InstallOrder } from '../../../src/postgres/client/provide.ts'
import type { RunProgram } from '../../../src/base/program.ts'

const never = new AbortController().signal
const major = 99
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-provide-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Programs that say that they are of this version. */
const makeClient = (home: string, version: string): void => {
  mkdirSync(join(home, 'bin'), { recursive: true })
  for (const name of ['pg_dump', 'pg_dumpall', 'pg_restore']) {
    const file = join(home, 'bin', name)
    writeFileSync(file, `#!/bin/sh\necho '${name} (PostgreSQL) ${version}'\n`)
    chmodSync(file, 0o755)
  }
}

/** A machine without apt. */
const noApt: RunProgram = () => Promise.resolve({ code: null, why: 'ENOENT', stdout: '', tail: '' })

const orderWith = (cached: string | undefined): InstallOrder => ({
  ...{ tools: join(folder, 'tools'), folder, source: 'file:///nowhere', arch: 'x64' },
  ...{ month: '2026-11', run: noApt, tell: () => undefined },
  keeper: {
    restore: (into) => {
      if (cached !== undefined) makeClient(into, cached)
      return Promise.resolve(cached !== undefined)
    },
    save: () => Promise.reject(new Error('there is nothing to save')),
  },
})

const provide = (order: InstallOrder | undefined) =>
  provideClient(major, { env: { PATH: '/usr/bin:/bin' }, install: order }, never)

const refusal = async (order: InstallOrder): Promise<SeaworthyError> => {
  const error: unknown = await provide(order).catch((reason: unknown) => reason)
  if (!(error instanceof SeaworthyError)) throw new Error('there was one', { cause: error })
  return error
}

describe('a client from the cache', () => {
  test('is used, and the next step finds it in its place', async () => {
    const { version, folder: bin } = await provide(orderWith('99.3'))
    expect(version).toBe('99.3')
    expect(bin).toMatch(/seaworthy-provide-.*tools\/1-.*-x64-2026-11\/99\/bin$/)
    expect(await provide(orderWith(undefined))).toMatchObject({ version: '99.3' })
  })

  test('of another major than its key says is not used', async () => {
    const error = await refusal(orderWith('15.1'))
    expect(error.code).toBe('client-missing')
    expect(error.evidence).toContain('there is no apt-get here to install one with')
  })

  test('of another month is not used', async () => {
    await provide({ ...orderWith('99.3'), month: '2026-10' })
    expect((await refusal(orderWith(undefined))).code).toBe('client-missing')
  })
})

test('where the tool cache can not be written to, it is not, and neither is the cache', async () => {
  writeFileSync(join(folder, 'file'), '')
  const order = { ...orderWith('99.3'), tools: join(folder, 'file/tools') }
  expect((await refusal(order)).evidence).toContain('there is no apt-get here to install one with')
})

test('a client that is not here and can not be had leaves nothing behind', async () => {
  await refusal(orderWith(undefined))
  const tools = join(folder, 'tools')
  expect(existsSync(tools) ? readdirSync(tools) : []).toEqual([])
})

test('nothing is installed where that is not wished', async () => {
  await expect(provide(undefined)).rejects.toMatchObject({ code: 'client-missing' })
})
