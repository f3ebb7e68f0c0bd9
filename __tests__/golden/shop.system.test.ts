import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/config/config.ts'
import type { Home } from '../host/shells.ts'
import type { Deployed } from '../support/simulated/host.ts'
import { audited, compared, expectExplained, filesIn, madeFirst } from './compare.ts'
import { deployInto, repository, type Before } from './deploy-into.ts'
import {
  assetsAside,
  fromRegistries,
  imageByDigest,
  keyUnseen,
  loginsOfAccessories,
  networkOnce,
  ownRecords,
  pagesOfTheApp,
  proxyRuns,
  startedLater,
} from './differences.ts'
import { effects } from './effects.ts'
import { goldenHome, kamalSays } from './said.ts'
import { leftByKamal, shop, uploads } from './shop.ts'

const log = '.kamal/app-staging-audit.log'

const kamalSetUp = (): Home => {
  const home = goldenHome(false)
  kamalSays(home, 'setup.kamal', false, uploads)
  return home
}

const setUp = async (config: Config): Promise<Home> => {
  const home = goldenHome(false)
  await deployInto(home, config, { deployed: [], bootstrap: true })
  return home
}

const deployed = (role: string, more: Partial<Deployed>): Deployed => ({
  ...{ service: 'app', role, destination: 'staging', repository, version: 'aaa', ...more },
})

const before: Before = {
  deployed: [deployed('web', { port: 3000, flags: ['--host="a.test"'] }), deployed('worker', {})],
  files: leftByKamal,
}

const filesOf = (home: Home) => filesIn(home, ['.kamal/apps', '.kamal/proxy'])

const explained = [
  ...[imageByDigest, loginsOfAccessories(2), fromRegistries, networkOnce, startedLater(4)],
  ...[pagesOfTheApp, assetsAside],
]

describe('a shop with roles, a destination, assets, error pages, a certificate and accessories', () => {
  test('is set up from nothing but Docker as kamal setup does it', async () => {
    const [kamal, ours] = [kamalSetUp(), await setUp(shop())]
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expectExplained(only, explained)
    expect(order.ours).toEqual(madeFirst(order.kamal))
    const [pulled = '', db = '', search = '', ...rest] = audited(kamal, log)
    // A host is brought up before the deploy begins.
    expect(audited(ours, log)).toEqual([db, search, pulled, ...rest])
    const folders = ['.kamal/apps', '.kamal/proxy', 'app-db']
    expectExplained(compared(filesIn(kamal, folders), filesIn(ours, folders)), [
      keyUnseen,
      ownRecords,
    ])
  })

  test('is updated where Kamal has deployed to', async () => {
    const [kamal, ours] = [goldenHome(true), goldenHome(true)]
    for (const home of [kamal, ours])
      for (const [path, text] of Object.entries(leftByKamal)) home.put(path, text)
    kamalSays(kamal, 'web-files.kamal', true, uploads)
    await deployInto(ours, shop(), before)
    const { order, ...only } = compared(effects(kamal), effects(ours))
    expectExplained(only, [imageByDigest, startedLater(2), proxyRuns, assetsAside])
    expect(order.ours).toEqual(madeFirst(order.kamal))
    expect(audited(ours, log)).toEqual(audited(kamal, log))
    expectExplained(compared(filesOf(kamal), filesOf(ours)), [keyUnseen, ownRecords])
  })
})

describe('what differs is seen', () => {
  let said: readonly string[]
  beforeAll(() => {
    said = effects(kamalSetUp())
  })

  test.each([
    ['port of an accessory', '127.0.0.1:5432', '0.0.0.0:5432', '--publish 0.0.0.0:5432:5432'],
    ['options of a mount', 'options: ro', 'options: rw', 'my.conf:/etc/my.conf:rw'],
    ['options of the assets', 'assets:ro', 'assets:z', ':/rails/public/assets:z'],
    [
      'certificate',
      '{ certificate_pem: CERTIFICATE, private_key_pem: CERTIFICATE_KEY }',
      'true',
      '--tls --deploy-timeout',
    ],
    ['folder of error pages', 'error_pages_path: public', '', '--log-request-header=User-Agent'],
    ['port of the proxy', 'metrics_port: 9090', 'metrics_port: 9091', '--expose=9091'],
    ['command of a role', 'bin/jobs', 'bin/jobs -v', '\n  -v'],
  ])('another %s', async (_what, word, another, seen) => {
    const { onlyOurs } = compared(said, effects(await setUp(shop(word, another))))
    const known = explained.flatMap(({ ours }) => ours)
    const unexplained = onlyOurs.filter((effect) => !known.includes(effect))
    expect(unexplained).toEqual([expect.stringContaining(seen)])
  })
})
