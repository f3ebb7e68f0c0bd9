import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/config/config.ts'
import type { FleetState, HostFiles } from '../../src/fleet/state.ts'
import type { Word } from '../../src/host/word.ts'
import { journalOf } from '../../src/rollout/journal.ts'
import { planBack, planForward } from '../../src/rollout/plan-recovery.ts'
import { stepsOf, type Plan } from '../../src/rollout/plan.ts'
import { sampleProxy, sampleRole } from '../host/sample.ts'
import { fleetOf, planFor, rolloutOf, shop } from './report/fixtures.ts'

const proxy = sampleProxy({ ssl: true, certificate: { chain: 'chain', key: 'key' } })
const assets = { path: '/rails/public/assets', options: undefined }
const errorPages = [{ name: '502.html', text: 'page' }]
const config = shop(['h1'], [], { errorPages }, { proxy, assets })

const files: HostFiles = {
  releases: [],
  envs: [],
  root: [],
  web: { extracted: [], volumes: [], pages: [] },
  freeDiskKiB: undefined,
  freeMemoryKiB: undefined,
  lock: { state: 'free' },
}

const fleetWith = (web: HostFiles['web'], of: Config = config): FleetState => {
  const fleet = fleetOf(of, { h1: 'v2' })
  const { h1 } = fleet
  return h1 === undefined ? {} : { h1: { ...h1, files: { ...files, web } } }
}

const fleet = fleetWith({ extracted: [], volumes: [], pages: [] })

/** The words of the step with such a title, without those of every rollout. */
const wordsOf = (plan: Pick<Plan, 'waves'>, title: RegExp): readonly Word[] =>
  stepsOf({ title: '', ...plan })
    .filter((step) => title.test(step.title))
    .flatMap(({ commands }) => commands.flatMap((one) => (one.kind === 'script' ? one.words : [])))
    .filter(({ word }) => !['guard', 'require-label', 'append'].includes(word))

const work = '.kamal/apps/shop/seaworthy/web'
const tlsPath = '.kamal/proxy/apps-config/shop/tls/web'
const pagesPath = '.kamal/proxy/apps-config/shop/error_pages/v3'
const tls = { staged: `${work}/staged/tls-web`, path: tlsPath, before: `${work}/before/tls-web` }
const pages = { staged: `${work}/staged/pages`, path: pagesPath, before: `${work}/before/pages` }
const extracted = {
  staged: `${work}/staged/extracted-web`,
  path: '.kamal/apps/shop/assets/extracted/web-v3',
  before: `${work}/before/extracted-web`,
}
const at = '.kamal/apps/shop/assets'

test('an error page that is no text is put there byte by byte', () => {
  const bytes = [{ name: '502.html', base64: 'Z3L8bg==' }]
  const words = wordsOf(planFor({ ...config, errorPages: bytes }, fleet), /^create web/)
  const path = `${pages.staged}/502.html`
  expect(words).toContainEqual({ word: 'put', path, base64: 'Z3L8bg==', mode: '644' })
})

describe('assets, error pages and a certificate', () => {
  test("are laid beside what serves, assets shared both ways in Kamal's order", () => {
    const words = wordsOf(planFor(config, fleet), /^create web/)
    expect(
      words.slice(
        0,
        words.findIndex(({ word }) => word === 'create'),
      ),
    ).toEqual([
      { word: 'dir', path: '.kamal/apps/shop/env/roles' },
      { word: 'remove', path: work },
      ...['staged', 'before', 'mixed'].map((name) => ({ word: 'dir', path: `${work}/${name}` })),
      { word: 'dir', path: '.kamal/proxy/apps-config/shop/error_pages' },
      { word: 'dir', path: pages.staged },
      { word: 'write', path: `${pages.staged}/502.html`, text: 'page', mode: '644' },
      { word: 'let-proxy-read', folder: pages.staged, secrets: [] },
      expect.objectContaining({ word: 'write', path: '.kamal/apps/shop/env/roles/web.env.v3' }),
      {
        word: 'extract-assets',
        image: 'ghcr.io/acme/shop:v3',
        helper: 'shop-web-assets',
        from: '/rails/public/assets',
        to: extracted.staged,
      },
      { word: 'dir', path: `${at}/extracted` },
      { word: 'dir', path: `${at}/volumes` },
      { word: 'swap', ...extracted },
      {
        word: 'mix',
        from: `${at}/extracted/web-v3`,
        to: `${at}/volumes/web-v3`,
        note: `${work}/mixed/web-v3`,
        make: true,
      },
      {
        word: 'mix',
        from: `${at}/extracted/web-v3`,
        to: `${at}/volumes/web-v2`,
        note: `${work}/mixed/web-v2`,
        make: false,
      },
      {
        word: 'mix',
        from: `${at}/extracted/web-v2`,
        to: `${at}/volumes/web-v3`,
        note: `${work}/mixed/web-v3`,
        make: true,
      },
      { word: 'dir', path: '.kamal/proxy/apps-config/shop/tls' },
      { word: 'dir', path: tls.staged },
      { word: 'write', path: `${tls.staged}/cert.pem`, text: 'chain', mode: '644' },
      { word: 'write', path: `${tls.staged}/key.pem`, text: 'key', mode: '600' },
      { word: 'let-proxy-read', folder: tls.staged, secrets: ['key.pem'] },
    ])
  })

  test('take their place just before the role is switched', () => {
    const words = wordsOf(planFor(config, fleet), /^switch web/).filter(
      ({ word }) => word !== 'write' && word !== 'holds-lock',
    )
    expect(words.slice(-3)).toMatchObject([
      { word: 'swap', ...tls },
      { word: 'swap', ...pages },
      {
        word: 'switch',
        flags: expect.arrayContaining([
          '--tls',
          '--tls-certificate-path="/home/kamal-proxy/.apps-config/shop/tls/web/cert.pem"',
          '--error-pages="/home/kamal-proxy/.apps-config/shop/error_pages/v3"',
        ]),
      },
    ])
  })

  test('of the journal hold no secret', () => {
    const journal = JSON.stringify(journalOf(rolloutOf(config), fleet))
    expect(journal).not.toMatch(/"key"|"chain"/)
  })

  test('go back: what was lent is taken back, what was replaced is there again', () => {
    const journal = journalOf(rolloutOf(config), fleet)
    const context = { journal, fence: 'f', drainTimeoutMs: 1000 }
    expect(wordsOf(planBack(context, fleet), /^remove what was staged/)).toEqual([
      { word: 'discard', container: 'shop-web-assets' },
      { word: 'unmix', to: `${at}/volumes/web-v3`, note: `${work}/mixed/web-v3` },
      { word: 'unmix', to: `${at}/volumes/web-v2`, note: `${work}/mixed/web-v2` },
      { word: 'swap-back', ...extracted },
      { word: 'swap-back', ...tls },
      { word: 'swap-back', ...pages },
      { word: 'remove', path: work },
    ])
  })

  test('are in place again when a recovery goes forward', () => {
    const journal = journalOf(rolloutOf(config), fleet)
    const context = { journal, fence: 'f', drainTimeoutMs: 1000 }
    const words = wordsOf({ waves: planForward(context, fleet) }, /^switch to/)
    expect(words.map(({ word }) => word)).toEqual(['swap', 'swap', 'switch'])
  })

  test('of versions that are gone are removed in the end, those of other roles are not', () => {
    const roles = [
      ...config.roles,
      sampleRole({ name: 'web-admin', hosts: ['h1'], proxy: sampleProxy(), assets }),
    ]
    const both = { ...config, roles }
    const names = ['web-v1', 'web-v2', 'web-v3', 'web-v3.new', 'web-admin-v1', 'job-v1']
    const seen = fleetWith(
      { extracted: names, volumes: ['web-v2'], pages: ['v1', 'v2', 'v3'] },
      both,
    )
    const plan = planFor(both, seen)
    const removed = wordsOf(plan, /^stop old/).flatMap((word) =>
      word.word === 'try' && word.does.word === 'remove' ? [word.does.path] : [],
    )
    expect(removed).toEqual([
      `${at}/extracted/web-v1`,
      `${at}/extracted/web-v2`,
      `${at}/extracted/web-v3.new`,
      `${at}/volumes/web-v2`,
      `${at}/extracted/web-admin-v1`,
      '.kamal/proxy/apps-config/shop/error_pages/v1',
      '.kamal/proxy/apps-config/shop/error_pages/v2',
    ])
  })

  test('of a role that is left alone stay as long as the proxy shows them', () => {
    const seen = fleetWith({ extracted: [], volumes: [], pages: ['v1', 'v2'] })
    const { h1 } = seen
    if (h1?.proxy.state !== 'running') throw new Error('no proxy')
    const flags = ['--error-pages="/home/kamal-proxy/.apps-config/shop/error_pages/v1"']
    const services = [...(h1.proxy.services ?? []), { name: 'shop-api', targets: [], flags }]
    const plan = planFor(config, { h1: { ...h1, proxy: { ...h1.proxy, services } } })
    const removed = wordsOf(plan, /^stop old/).flatMap((word) =>
      word.word === 'try' && word.does.word === 'remove' ? [word.does.path] : [],
    )
    expect(removed).toEqual(['.kamal/proxy/apps-config/shop/error_pages/v2'])
  })
})
