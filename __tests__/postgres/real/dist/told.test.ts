import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { StepResult } from '../../../../lab/kit/step.ts'
import { serverForTests } from '../../../support/fixture/server.ts'
import { startNightly, type Nightly } from './steps.ts'

describe('others are told what became of a step', () => {
  const server = serverForTests({ major: 15 })
  let nightly: Nightly

  beforeAll(async () => {
    await server().query('CREATE DATABASE shop')
    nightly = await startNightly()
  }, 120_000)
  afterAll(() => nightly.close())
  beforeEach(() => {
    const { issues, requests, artifacts } = nightly.world
    for (const list of [issues, requests, artifacts]) list.splice(0)
  })

  const hook = (name: string): string => `${nightly.service.url}/hooks/${name}-canary-4711`
  const channels = (notifyOn = 'failure') => ({
    'notify-on': notifyOn,
    'slack-webhook': hook('slack'),
    webhook: hook('plain'),
    'heartbeat-url': hook('heart'),
    'report-issue': 'true',
  })
  /** What came in below /hooks/, sorted by address. */
  const told = () =>
    nightly.world.requests
      .filter(({ url }) => url.startsWith('/hooks/'))
      .map(({ method, url, body }) => ({ method, url: url.slice(7), body }))
      .toSorted((one, other) => one.url.localeCompare(other.url))
  const good = () => ({ 'database-url': server().urlOf('shop') })
  const gone = { 'database-url': 'postgres://app:word-canary-9@127.0.0.1:9/shop' }
  const warnings = ({ annotations }: StepResult) =>
    annotations.filter(({ kind }) => kind === 'warning').map(({ message }) => message)

  test('of a failure: one issue, Slack, and a program; the heart is not heard', async () => {
    const result = await nightly.backup({ ...gone, ...channels() })
    expect(result).toMatchObject({ mainExit: 1, postExit: 0, leftovers: [], orphans: [] })
    expect(nightly.world.issues).toMatchObject([
      { title: 'Seaworthy: backup fails', state: 'open', labels: ['seaworthy'] },
    ])
    expect(nightly.world.issues[0]?.body).toContain('(database-unreachable)')
    const [plain, slack, ...more] = told()
    expect(more).toEqual([])
    expect(plain).toMatchObject({ method: 'POST', url: 'plain-canary-4711' })
    expect(JSON.parse(plain?.body ?? '')).toMatchObject({
      ...{ action: 'backup', ok: false, outcome: 'database-unreachable' },
    })
    expect(slack?.body).toContain('FAILED: backup, acme/shop')
    const sent = JSON.stringify([nightly.world.issues, told().map(({ body }) => body)])
    for (const text of [sent, result.log, result.summary, JSON.stringify(result.state)]) {
      expect(text).not.toContain('word-canary-9')
      expect(text).not.toContain('canary-4711')
    }
  }, 120_000)

  test('of the next success: the issue is closed, and the heart beats', async () => {
    await nightly.backup({ ...gone, ...channels() })
    nightly.world.requests.splice(0)
    const result = await nightly.backup({ ...good(), ...channels('change') })
    expect(result.exitCode).toBe(0)
    expect(nightly.world.issues).toMatchObject([{ state: 'closed' }])
    const urls = told().map(({ method, url }) => `${method} ${url}`)
    expect(urls).toEqual([
      'GET heart-canary-4711',
      'POST plain-canary-4711',
      'POST slack-canary-4711',
    ])
  }, 120_000)

  test('but not of an ordinary night, unless they want to be', async () => {
    await nightly.backup({ ...good(), ...channels() })
    expect(told().map(({ url }) => url)).toEqual(['heart-canary-4711'])
    nightly.world.artifacts.splice(0)
    await nightly.backup({ ...good(), ...channels('always') })
    expect(told()).toHaveLength(4)
  }, 120_000)

  test('a webhook that fails, and issues that are refused, are warnings only', async () => {
    const { faults } = nightly.world
    faults.push({ on: /hooks\/slack/, times: 1, does: { status: 500, message: 'no' } })
    faults.push({ on: /issues/, times: 1, does: { status: 403, message: 'no' } })
    const dead = { webhook: 'http://127.0.0.1:2/canary-4711' }
    const result = await nightly.backup({ ...good(), ...channels('always'), ...dead })
    expect(result.exitCode).toBe(0)
    expect(warnings(result).toSorted()).toEqual([
      expect.stringMatching(/^report-issue: GET .* 403: .*issues: write/),
      'slack-webhook: it answered 500; nobody was told there',
      'webhook: ECONNREFUSED; nobody was told there',
    ])
    expect(result.log).not.toContain('canary-4711')
  }, 120_000)

  test('of inputs that were wrong, which is when nobody else finds out', async () => {
    await nightly.backup({ ...gone, 'retention-days': 'x', ...channels() })
    expect(nightly.world.issues[0]?.body).toContain('(input-invalid)')
  }, 120_000)

  test('of a proof without a backup, in an issue of its own', async () => {
    await nightly.backup({ ...gone, ...channels() })
    const result = await nightly.verify({ ...channels(), name: 'shop' })
    expect(result.exitCode).toBe(1)
    const titles = nightly.world.issues.map(({ title }) => title)
    expect(titles).toEqual(['Seaworthy: backup fails', 'Seaworthy: verify-restore of shop fails'])
    expect(nightly.world.issues[1]?.body).toContain('(backup-missing)')
  }, 120_000)

  test('a channel that is no web address is refused before anything is dumped', async () => {
    const result = await nightly.backup({ ...good(), webhook: 'canary', 'notify-on': 'never' })
    expect(result.mainExit).toBe(1)
    expect(result.log).toContain('Input webhook must be a web address')
    expect(result.log).toContain('Input notify-on must be one of failure, change, always')
    expect(nightly.world.artifacts).toEqual([])
  }, 120_000)
})
