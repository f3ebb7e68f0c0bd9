import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startWriter, type Writer } from '../../../../lab/kit/postgres-writer.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startNightly, type Nightly } from './steps.ts'

const server = serverForTests({ major: 15 })
let nightly: Nightly
let writer: Writer
const moved: number[] = []

beforeAll(async () => {
  nightly = await startNightly()
  writer = await startWriter(server(), 'postgres')
}, 60_000)
afterAll(() => nightly.close())

/** How often rows have been moved. */
const moves = async (): Promise<number> => {
  const [row] = await server().query('SELECT last_value FROM public.moves')
  return Number(row?.['last_value'])
}

/** What the writer never changes: a copy of no single moment, whatever its manifest says, lacks it. */
const balanced =
  'sql: SELECT count(*) = 1000 AND sum(amount) = 100000 FROM (TABLE left_side UNION ALL TABLE right_side) t'

test.each(Array.from({ length: 20 }, (_, index) => index + 1))(
  'while rows move between two tables, backup %s of 20 is proven',
  async () => {
    const before = await moves()
    const made = await nightly.backup({ 'database-url': server().urlOf('postgres') })
    moved.push((await moves()) - before)
    expect(made).toMatchObject({ exitCode: 0, annotations: [] })
    nightly.proveLater()
    const proof = await nightly.verify({
      'artifact-id': made.outputs['artifact-id'] ?? '',
      smoke: balanced,
    })
    expect(proof.annotations.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(proof).toMatchObject({ exitCode: 0, outputs: { verdict: 'proven' } })
  },
  120_000,
)

test('rows were moved during each of them', async () => {
  expect(await writer.stop()).toBeGreaterThan(0)
  expect(moved).toHaveLength(20)
  expect(Math.min(...moved)).toBeGreaterThan(0)
}, 60_000)
