import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { serverForTests } from '../../../support/fixture/server.ts'
import { newWorld } from '../../../support/results-service/world.ts'
import { expectNoSecrets, expectRefused } from './refusal.ts'
import { startNightly, type Nightly } from './steps.ts'

describe('a backup that is asked for in a wrong way', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    nightly = await startNightly()
    await server().query('CREATE DATABASE shop')
    await server().query('CREATE TABLE public.orders (id int PRIMARY KEY)', 'shop')
    await server().query('INSERT INTO public.orders SELECT generate_series(1, 50)', 'shop')
  }, 120_000)
  afterEach(() => {
    nightly.world.repository = newWorld().repository
  })
  afterAll(() => nightly.close())

  const refused = async (inputs: Record<string, string>, code: string): Promise<string> => {
    const result = await nightly.backup({ 'database-url': server().urlOf('shop'), ...inputs })
    return expectRefused(result, nightly, code, [server().password, nightly.identity])
  }
  const isPublic = () => {
    nightly.world.repository = { ...nightly.world.repository, visibility: 'public' }
  }

  test('without recipients', async () => {
    const said = await refused({ recipients: '' }, 'recipients-missing')
    expect(said).toContain('There is no recipient to encrypt the backup to.')
    expect(said).toContain('age-keygen')
  }, 120_000)

  test('in plaintext and for recipients', async () => {
    expect(await refused({ plaintext: 'true' }, 'recipients-missing')).toContain('not both')
  }, 120_000)

  test('in plaintext in a public repository', async () => {
    isPublic()
    const said = await refused({ recipients: '', plaintext: 'true' }, 'recipients-missing')
    expect(said).toContain('This repository is public')
  }, 120_000)

  test('in plaintext where nobody can tell whether the repository is public', async () => {
    const wishes = { recipients: '', plaintext: 'true', 'github-token': '' }
    const said = await refused(wishes, 'recipients-missing')
    expect(said).toContain('Pass `github-token`')
  }, 120_000)

  test('for an identity, which is masked and never used', async () => {
    const inputs = { 'database-url': server().urlOf('shop'), recipients: nightly.identity }
    const result = await nightly.backup(inputs)
    const said = expectRefused(result, nightly, 'input-invalid', [nightly.identity])
    expect(said).toContain('this is a private key; give its public key')
    expect(result.masks).toContain(nightly.identity)
  }, 120_000)

  test('every wrong input is told in one report, and none is quoted that may be a secret', async () => {
    const result = await nightly.backup({
      'retention-days': '0',
      name: 'shop/nightly',
      through: 'ftp://x',
      'database-url': 'mysql://root:s3cr3t-garbage@db/shop',
      recipients: nightly.identity,
      plaintext: 'perhaps',
    })
    const said = expectRefused(result, nightly, 'input-invalid', ['s3cr3t', nightly.identity])
    expect(said).toContain('6 inputs are wrong.')
    for (const line of [
      'Input retention-days must be a whole number of days from 1 to 400.',
      'Input name may have letters',
      'Input through is wrong: through must be `direct`',
      'Input database-url is wrong: it must look like postgres://user:password@host/name.',
      'Input recipients is wrong in entry 1: this is a private key',
      'Input plaintext',
    ])
      expect(said).toContain(line)
    expect(result.masks).toContain(nightly.identity)
  }, 120_000)

  test('in plaintext in a private repository it works, and is proven without an identity', async () => {
    const url = server().urlOf('shop')
    const made = await nightly.backup({ 'database-url': url, recipients: '', plaintext: 'true' })
    expect(made).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expectNoSecrets(made, [server().password])
    const [artifact] = nightly.world.artifacts
    expect(artifact?.name).toMatch(/^shop-\d{8}T\d{6}Z\.tar\.zst$/)
    expect(artifact?.content.subarray(0, 4)).toEqual(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))
    nightly.proveLater()
    const proof = await nightly.verify({ identity: '' })
    expect(proof).toMatchObject({ exitCode: 0, leftovers: [], orphans: [] })
    expect(proof.outputs).toMatchObject({ verdict: 'proven' })
  }, 120_000)
})
