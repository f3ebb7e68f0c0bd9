import { describe, expect, test } from '@jest/globals'
import { configOf, deployYml, mistakesOf, type Checkout } from './support.ts'

const file = (accessories: string, servers = 'servers: [1.1.1.1]'): string =>
  deployYml(`accessories:\n${accessories}`, { servers })

const db = `  db:
    image: postgres:17
    host: 1.1.1.5
    port: 5432
    cmd: postgres -c shared_buffers=1GB
    env:
      clear: {POSTGRES_DB: shop, TZ: ""}
      secret: [POSTGRES_PASSWORD, "ADMIN:DB_ADMIN"]
    files:
      - config/db.conf:/etc/db.conf
      - {local: config/init.sql.erb, remote: /docker-entrypoint-initdb.d/init.sql, mode: "640", owner: "999:999", options: ro}
    directories:
      - data:/var/lib/postgresql/data
      - {local: /srv/wal, remote: /wal, mode: "700", owner: postgres}
    volumes: [logs:/var/log]
    options: {memory: 2GB, restart: always}
    labels: {team: data}
`
const checkout = (text: string, more: Partial<Checkout> = {}): Checkout => ({
  files: {
    'deploy.yml': text,
    '.kamal/secrets': 'POSTGRES_PASSWORD=pass-of-db\nDB_ADMIN=admin-of-db\n',
    'config/db.conf': 'max_connections = 5\n',
    'config/init.sql.erb': "alter role x password '<%= ENV[\"ADMIN\"] %>'; -- <%= ENV['TIER'] %>\n",
  },
  accessories: 'all',
  ...more,
})

test.each([
  ['', 'root@1.1.1.5'],
  ['ssh: {user: deploy}\n', 'deploy@1.1.1.5'],
])('%s%s is the host alone: it is connected to as that user anyway', (ssh, host) => {
  const text = `${ssh}${file(`  x: {image: i, host: ${host}}`)}`
  expect(configOf(checkout(text)).accessories[0]?.hosts).toEqual(['1.1.1.5'])
})

test('an accessory that is to be made is read whole', () => {
  const { accessories } = configOf(checkout(file(db), { env: { TIER: 'gold' } }))
  expect(accessories).toMatchObject([
    {
      name: 'db',
      service: 'app-db',
      hosts: ['1.1.1.5'],
      proxy: undefined,
      kit: {
        image: 'postgres:17',
        registry: { username: 'u', password: 'p' },
        port: '5432:5432',
        cmd: 'postgres -c shared_buffers=1GB',
        network: 'kamal',
        restart: 'always',
        labels: { team: 'data' },
        env: {
          clear: { POSTGRES_DB: 'shop', TZ: null },
          secret: { POSTGRES_PASSWORD: 'pass-of-db', ADMIN: 'admin-of-db' },
        },
        volumes: [
          'logs:/var/log',
          '$PWD/app-db/etc/db.conf:/etc/db.conf',
          '$PWD/app-db/docker-entrypoint-initdb.d/init.sql:/docker-entrypoint-initdb.d/init.sql:ro',
          '$PWD/app-db/data:/var/lib/postgresql/data',
          '/srv/wal:/wal',
        ],
        directories: [
          { path: 'app-db/data', mode: undefined, owner: undefined },
          { path: '/srv/wal', mode: '700', owner: 'postgres' },
        ],
      },
    },
  ])
  const files = accessories[0]?.kit?.files.map(({ base64, ...one }) => ({
    ...one,
    text: Buffer.from(base64, 'base64').toString(),
  }))
  expect(files).toEqual([
    { path: 'app-db/etc/db.conf', mode: '755', owner: undefined, text: 'max_connections = 5\n' },
    {
      path: 'app-db/docker-entrypoint-initdb.d/init.sql',
      mode: '640',
      owner: '999:999',
      text: "alter role x password 'admin-of-db'; -- gold\n",
    },
  ])
})

test('without bootstrap its secrets and files are not needed, and nothing of it can be made', () => {
  const { accessories } = configOf({ files: { 'deploy.yml': file(db) } })
  expect(accessories.map(({ name, kit }) => [name, kit])).toEqual([['db', undefined]])
})

test('one by name needs what that one needs, and no more', () => {
  const text = file(`${db}  other: {image: x, host: 1.1.1.1, env: {secret: [MISSING]}}\n`)
  const { accessories } = configOf(checkout(text, { accessories: 'db' }))
  expect(accessories.map(({ kit }) => kit?.image)).toEqual(['postgres:17', undefined])
})

test("a login goes to the server that it is for: the accessory's own, else the app's", () => {
  const text = deployYml(
    `accessories:
  own: {image: a/b:1, host: h, registry: {server: r.test, username: x, password: [DB_ADMIN]}}
  same: {image: "ghcr.io/a/c:1", host: h}
  hub: {image: redis, host: h}`,
    { registry: 'registry: {server: ghcr.io, username: u, password: p}' },
  )
  const { accessories } = configOf(checkout(text))
  expect(accessories.map(({ kit }) => [kit?.image, kit?.registry])).toEqual([
    ['r.test/a/b:1', { server: 'r.test', username: 'x', password: 'admin-of-db' }],
    ['ghcr.io/a/c:1', { server: 'ghcr.io', username: 'u', password: 'p' }],
    ['redis', undefined],
  ])
})

describe('its hosts', () => {
  const servers = `servers:
  web: [1.1.1.1, {1.1.1.2: writer}]
  worker: [{1.1.1.2: [reader, writer]}, 1.1.1.3]`
  test.each([
    ['host: 9.9.9.9', ['9.9.9.9']],
    ['hosts: [9.9.9.9, 8.8.8.8, 9.9.9.9]', ['9.9.9.9', '8.8.8.8']],
    ['role: worker', ['1.1.1.2', '1.1.1.3']],
    ['roles: [web, worker]', ['1.1.1.1', '1.1.1.2', '1.1.1.3']],
    ['tag: writer', ['1.1.1.2']],
    ['tags: [reader, none]', ['1.1.1.2']],
  ])('%s', (place, hosts) => {
    const text = file(`  x: {image: i, service: custom, ${place}}`, servers)
    const { accessories } = configOf({ files: { 'deploy.yml': text } })
    expect(accessories).toMatchObject([{ service: 'custom', hosts }])
  })
})

describe('what is wrong with one is told', () => {
  test.each([
    ['image: i, role: job', '6:23 accessories/x: unknown roles job'],
    ['image: i, roles: [web, job]', '6:30 accessories/x: unknown roles job'],
    ['host: h', '6:6 accessories/x: image: is required'],
    [
      'image: i, tag: none',
      '6:6 accessories/x: it has no host; no server carries its tag, or its roles are empty',
    ],
    [
      'image: "a b", host: h',
      '6:14 accessories/x/image: not an image: "a b"; write it as postgres:17',
    ],
    [
      'image: i, host: h, port: "5432;id"',
      '6:32 accessories/x/port: not a port: "5432;id"; 5432, or 127.0.0.1:5432:5432',
    ],
    [
      'image: i, host: h, files: ["a:/x"]',
      '6:34 accessories/x/files/0: Missing file: a; it is looked for in the checkout',
    ],
    [
      'image: i, host: h, files: [a]',
      '6:34 accessories/x/files/0: not a path to mount; write it as local:/path/inside',
    ],
    [
      'image: i, host: h, directories: ["a:/../x"]',
      '6:40 accessories/x/directories/0: not a path to mount; write it as local:/path/inside',
    ],
    [
      'image: i, host: h, directories: [{local: "../a", remote: /x}]',
      '6:40 accessories/x/directories/0: not a folder on the host; use letters, digits and - _ . /',
    ],
    [
      'image: i, host: h, directories: [{local: a, remote: /x, mode: rwx}]',
      '6:40 accessories/x/directories/0: not a path to mount; mode is octal, such as 640',
    ],
    [
      'image: i, host: h, directories: [{local: a, remote: /x, owner: "a b"}]',
      '6:40 accessories/x/directories/0: not a path to mount; owner is a user, such as 999:999',
    ],
    [
      'image: i, host: h, volumes: ["a b:/x"]',
      '6:36 accessories/x/volumes/0: not a volume: "a b:/x"; write it as /path/on/host:/path/in/container',
    ],
    [
      'image: i, host: h, options: {name: other}',
      '6:36 accessories/x/options/name: the name of a container is not free',
    ],
    [
      'image: i, host: deploy@h',
      '6:23 accessories/x/host: a host takes no user; set the user under ssh/user',
    ],
    [
      'image: i, host: h, registry: {server: r.test, username: u}',
      '6:36 accessories/x/registry/password: is required',
    ],
    [
      'image: i, host: h, env: {secret: [NONE]}',
      "6:41 accessories/x/env/secret/0: Secret 'NONE' not found in .kamal/secrets; add the line NONE=$NONE to .kamal/secrets and give the variable to the job",
    ],
    [
      'image: i, host: h, proxy: {host: a, app_port: 0}',
      '6:53 accessories/x/proxy/app_port: should be between 1 and 65535',
    ],
  ])('%s', (block, mistake) => {
    const found = mistakesOf(checkout(file(`  x: {${block}}`)))
    expect(found).toContain(`deploy.yml:${mistake}`)
  })
})
