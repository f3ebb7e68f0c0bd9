import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPostgresImage } from '../../lab/kit/accessory.ts'
import { engine, readLab } from '../../lab/kit/lab.ts'
import { loadFixture } from '../../lab/kit/postgres-fixture.ts'
import type { Handle } from '../../lab/kit/step.ts'
import { startNightly, type Nightly } from '../postgres/real/dist/steps.ts'
import { runnerFor } from '../postgres/real/dist/tool-cache.ts'
import { serverForTests } from '../support/fixture/server.ts'

const extras = `
  DROP EXTENSION IF EXISTS seaworthy_probe CASCADE;
  COMMENT ON DATABASE shop IS 'the shop''s own';
  REVOKE ALL ON DATABASE shop FROM PUBLIC;
  GRANT CONNECT, TEMPORARY ON DATABASE shop TO shop_reader WITH GRANT OPTION;
  ALTER DATABASE shop SET work_mem TO '5MB'`

const smoke = `
  sql: SELECT shobj_description(oid, 'pg_database') = 'the shop''s own' FROM pg_database WHERE datname = 'shop'
  sql: SELECT datacl::text LIKE '%shop_reader=T*c*/%' AND datacl::text NOT LIKE '%{=%' FROM pg_database WHERE datname = 'shop'
  sql: SELECT current_setting('work_mem') = '5MB'`

/** Of copies: containers by name, with the volumes that they were given. */
const copies = async (): Promise<readonly string[]> =>
  (await engine('ps', '--all', '--quiet', '--filter', 'name=seaworthy-proof-'))
    .split('\n')
    .filter(Boolean)

interface Copy {
  readonly HostConfig: { readonly NetworkMode: string; readonly CapDrop: readonly string[] }
  readonly Mounts: readonly { readonly Type: string; readonly Name?: string }[]
}

const inspectCopy = async (): Promise<Copy> => {
  const [id = ''] = await copies()
  return (JSON.parse(await engine('inspect', id)) as readonly [Copy])[0]
}

const volumesOf = ({ Mounts }: Copy): readonly string[] =>
  Mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name !== undefined ? [Name] : []))

describe('a copy in a container of the official image’s kind', () => {
  const server = serverForTests({ major: 17 })
  const runner = runnerFor(17)
  let nightly: Nightly
  let temp = ''
  // Neither a server nor a client of 17 is on this PATH: all of it comes from the image.
  const start = (inputs = {}): Handle =>
    nightly.startVerify(
      { server: 'docker', smoke, ...inputs },
      { DOCKER_HOST: `unix://${readLab().docker}`, PATH: '/usr/bin:/bin', TMPDIR: temp },
    )

  beforeAll(async () => {
    await loadPostgresImage(17, 'engine')
    nightly = await startNightly()
    await loadFixture(server(), { database: 'shop' })
    await server().query(extras, 'shop')
    const made = await nightly.backup({ 'database-url': server().urlOf('shop') }, runner())
    expect(made).toMatchObject({ exitCode: 0 })
    nightly.proveLater()
    // The server's user has to get through it.
    temp = mkdtempSync(join(tmpdir(), 'seaworthy-copies-'))
    chmodSync(temp, 0o711)
  }, 400_000)
  afterAll(async () => {
    await nightly.close()
    rmSync(temp, { recursive: true, force: true })
  })

  const expectNothingLeft = async (volumes: readonly string[]): Promise<void> => {
    expect(await copies()).toEqual([])
    const all = (await engine('volume', 'ls', '--quiet')).split('\n')
    expect(volumes.filter((name) => all.includes(name))).toEqual([])
    expect(readdirSync(temp)).toEqual([])
  }

  test('is proven, without a network, with the database’s own grants, comment and settings', async () => {
    const handle = start()
    await handle.waitForLine(/restoring shop/)
    const copy = await inspectCopy()
    expect(copy.HostConfig).toMatchObject({ NetworkMode: 'none', CapDrop: ['ALL'] })
    expect(volumesOf(copy)).not.toEqual([])
    const result = await handle.result
    expect(result.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(result).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(result.outputs).toMatchObject({ verdict: 'proven' })
    expect(result.outputs['checks']).not.toContain('"failed"')
    expect(result.log).toContain('starting a throw-away PostgreSQL 17 (docker)')
    await expectNothingLeft(volumesOf(copy))
  }, 180_000)

  test.each([
    { when: 'as the server starts', line: /starting a throw-away PostgreSQL/ },
    { when: 'as it is restored', line: /restoring shop/ },
    { when: 'as it is compared', line: /comparing the copy/ },
  ])(
    'cancelled $when: no container, no volume, no folder is left',
    async ({ line }) => {
      const handle = start()
      await handle.waitForLine(line)
      const volumes = (await copies()).length === 0 ? [] : volumesOf(await inspectCopy())
      handle.signal('SIGINT')
      const result = await handle.result
      expect(result).toMatchObject({ exitCode: 1, mainExit: 1, postExit: 0 })
      expect(result).toMatchObject({ leftovers: [], orphans: [] })
      expect(result.outputs).toEqual({ verdict: 'refused' })
      await expectNothingLeft(volumes)
    },
    120_000,
  )

  test('killed: post removes the container that main could not remove', async () => {
    const handle = start()
    await handle.waitForLine(/restoring shop/)
    const volumes = volumesOf(await inspectCopy())
    handle.signal('SIGKILL')
    expect(await handle.result).toMatchObject({ mainExit: 137, postExit: 0, leftovers: [] })
    await expectNothingLeft(volumes)
  }, 120_000)

  test('a container that is killed during the restore is told, and goes', async () => {
    const handle = start()
    await handle.waitForLine(/restoring shop/)
    const [id = ''] = await copies()
    await engine('kill', id)
    const result = await handle.result
    expect(result.outputs).toEqual({ verdict: 'refused' })
    const errors = result.annotations.filter(({ kind }) => kind === 'error')
    expect(errors.map(({ title }) => title)).toEqual(['restore-failed'])
    await expectNothingLeft([])
  }, 120_000)
})
