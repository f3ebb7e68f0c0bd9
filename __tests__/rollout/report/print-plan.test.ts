import { describe, expect, test } from '@jest/globals'
import type { Gate } from '../../../src/rollout/gate.ts'
import { commandsText, sentBy } from '../../../src/rollout/report/commands.ts'
import { planJson } from '../../../src/rollout/report/plan-json.ts'
import { gateWords, planWords } from '../../../src/rollout/report/plan-words.ts'
import { printPlan } from '../../../src/rollout/report/print-plan.ts'
import { digest, fleetOf, planFor, shop, three } from './fixtures.ts'
import { asText } from './show.ts'

const http: Gate = {
  kind: 'http',
  role: 'web',
  container: 'shop-web-v3',
  image: 'ghcr.io/acme/shop:v3',
  timeoutMs: 30_000,
  port: 3000,
  path: '/up',
  intervalMs: 200,
  answerMs: 5000,
  successes: 2,
  status: undefined,
  body: undefined,
}

describe('the plan in words', () => {
  test('names waves, hosts, steps and gates, and joins hosts on which the same is done', () => {
    expect(planWords(three.plan).slice(1, 21).join('\n')).toBe(
      [
        '1. Prepare every host, prove h1 first',
        '   h1',
        '     pull v3',
        '     create web',
        '     start web and prove it healthy',
        '       wanted: GET /up on port 80 answers 2xx, 2 times in a row, within 30 s',
        '   h2',
        '     pull v3',
        '     create web',
        '   h3',
        '     pull v3',
        '     create web, job',
        '2. Stage h2, h3',
        '   h2, h3',
        '     start web and prove it healthy',
        '       wanted: GET /up on port 80 answers 2xx, 2 times in a row, within 30 s',
        '3. Stage roles without a proxy',
        '   h3',
        '     start job and prove it healthy',
        "       wanted: a healthy container by its image's own check within 30 s, or 7 s without an end or a restart",
      ].join('\n'),
    )
  })

  test('says how long it can take at most', () => {
    expect(planWords(three.plan)[0]).toMatch(
      /^Deploy v3 to h1, h2, h3: 8 waves, one after the other; at most \d+ min( \d+ s)?, should every wait run to its limit\.$/,
    )
    expect(planWords({ title: 'Nothing', waves: [] })).toEqual([
      'Nothing: 0 waves, one after the other; at most 0 ms, should every wait run to its limit.',
    ])
  })

  test('says when it rests between groups', () => {
    const config = shop(['h1', 'h2'], [], { boot: { limit: { hosts: 1 }, waitMs: 90_000 } })
    const plan = planFor(config, fleetOf(config, { h1: 'v2', h2: 'v2' }))
    expect(planWords(plan).join('\n')).toContain('Switch h1, then wait 1 min 30 s\n')
  })

  test.each<[Partial<typeof http>, string]>([
    [{ successes: 1 }, 'GET /up on port 3000 answers 2xx, within 30 s'],
    [{ status: 204 }, 'GET /up on port 3000 answers 204, 2 times in a row, within 30 s'],
    [
      { body: 'ok "1"', timeoutMs: 120_000 },
      'GET /up on port 3000 answers 2xx with "ok \\"1\\"" in the body, 2 times in a row, within 2 min',
    ],
  ])('of a gate that differs in %j', (changes, words) => {
    expect(gateWords({ ...http, ...changes })).toBe(words)
  })
})

describe('the commands of a plan', () => {
  test('stand there word for word, folded below the words', () => {
    const text = asText(printPlan(three.plan))
    expect(text).toContain('\n::group::Every command of this plan\n# h1, h2, h3: pull v3\nPOST ')
    expect(text.endsWith('\n</dev/null seaworthy\n::endgroup::')).toBe(true)
  })

  test('calls of Docker show method, path, query and body, not the credentials', () => {
    const [pulled] = sentBy(three.plan)
    const image = 'ghcr.io%2Facme%2Fshop'
    const encoded = encodeURIComponent(digest)
    expect(pulled?.text).toBe(
      [
        `POST /images/create?fromImage=${image}&tag=${encoded}`,
        'X-Registry-Auth: ***',
        '',
        `POST /images/${image}%40${encoded}/tag?repo=${image}&tag=v3`,
      ].join('\n'),
    )
    const config = shop(['h1'])
    const before = fleetOf(config, { h1: undefined })
    const state = before['h1']
    const fresh =
      state === undefined ? {} : { h1: { ...state, proxy: { state: 'absent' } as const } }
    expect(commandsText(planFor(config, fresh))).toContain(
      'POST /networks/create\n{"Name":"kamal","CheckDuplicate":true}\n',
    )
  })

  test('a registry on the machine that deploys is shown as the port that a host is lent', () => {
    const registry = { server: 'localhost:5555', username: '', password: '' }
    const config = shop(['h1'], [], { registry, repository: 'localhost:5555/shop' })
    const [pulled] = sentBy(planFor(config, fleetOf(config, { h1: 'v2' })))
    expect(pulled?.text.split('\n')[1]).toBe('# meanwhile: ssh -R 127.0.0.1:5555:127.0.0.1:5555')
    expect(pulled?.text).not.toContain('X-Registry-Auth')
  })

  test('what many hosts are told alike stands there once, with their names', () => {
    const sent = sentBy(three.plan).map(({ hosts, title }) => `${hosts.join(', ')}: ${title}`)
    expect(sent).toContain('h2, h3: switch web to v3')
    expect(sent).toContain('h1: switch web to v3')
    expect(new Set(sent).size).toBe(sent.length)
  })

  test('environment files are there by the names of their variables only', () => {
    expect(commandsText(three.plan)).toContain(
      "printf %s '<2 secrets: DATABASE_URL, KEY>' >.kamal/apps/shop/env/roles/web.env.v3.new",
    )
  })

  test('pass the redactor as a whole', () => {
    const redact = (text: string): string => text.replaceAll('octo cat', '***')
    expect(asText(printPlan(three.plan))).toContain('octo cat')
    expect(asText(printPlan(three.plan, { redact }))).not.toContain('octo cat')
    expect(planJson(three.plan)).toContain('octo cat')
    expect(planJson(three.plan, { redact })).not.toContain('octo cat')
  })
})
