import type { Config } from '../../src/config/config.ts'
import { formatMistake } from '../../src/config/mistake.ts'
import { readConfig } from '../../src/config/read.ts'
import { shopCertificate, shopKey } from '../config/fixtures/certificates.ts'
import { noPrograms } from '../support/programs.ts'
import type { Uploads } from './said.ts'

const deployYml = `
service: app
image: o/app
registry: { server: ghcr.io, username: u, password: p }
servers:
  web: [h]
  worker:
    hosts: [h]
    cmd: bin/jobs
env:
  clear: { RAILS_ENV: production }
  secret: [KEY]
volumes: ['storage:/rails/storage']
asset_path: /rails/public/assets:ro
error_pages_path: public
proxy:
  host: shop.example.com
  app_port: 3000
  ssl: { certificate_pem: CERTIFICATE, private_key_pem: CERTIFICATE_KEY }
  run: { metrics_port: 9090 }
accessories:
  db:
    image: postgres:17
    host: h
    port: '127.0.0.1:5432:5432'
    cmd: postgres -c shared_buffers=128MB
    env:
      clear: { POSTGRES_DB: shop }
      secret: [POSTGRES_PASSWORD]
    labels: { tier: data }
    options: { memory: 1g, init: true }
    volumes: ['dump:/dump']
    files:
      - config/setup.sql:/docker-entrypoint-initdb.d/setup.sql
      - { local: config/my.conf.erb, remote: /etc/my.conf, mode: '640', options: ro }
    directories:
      - data:/var/lib/postgresql/data
      - { local: dumps, remote: /dumps, mode: '700' }
  search:
    service: shop-search
    image: ghcr.io/o/search:1
    role: web
    options: { restart: always }
    proxy: { host: search.example.com, app_port: 7700, healthcheck: { path: /health } }
`

const quoted = (name: string, text: string): string => `${name}='${text}'\n`

const files: Readonly<Record<string, string>> = {
  'deploy.yml': deployYml,
  'deploy.staging.yml': 'proxy: { host: staging.shop.example.com }\n',
  '.kamal/secrets-common': `POSTGRES_PASSWORD=pass\n${quoted('CERTIFICATE', shopCertificate)}`,
  '.kamal/secrets.staging': `KEY=key\n${quoted('CERTIFICATE_KEY', shopKey)}`,
  'config/setup.sql': 'create extension hstore;\n',
  'config/my.conf.erb': 'database = <%= ENV["POSTGRES_DB"] %>\n',
  'public/404.html': '<h1>not here</h1>\n',
  'public/503.html': '<h1>back soon</h1>\n',
  'public/robots.txt': 'no page\n',
}

/**
 * A Rails shop: roles, a destination, assets, error pages, a certificate of its own and accessories.
 * One word of its deploy.yml may be another.
 */
export const shop = (word = '', another = ''): Config => {
  const all = { ...files, 'deploy.yml': deployYml.replace(word, another) }
  const result = readConfig(
    { file: 'deploy.yml', destination: 'staging', accessories: 'all' },
    {
      read: (path) => (Object.hasOwn(all, path) ? all[path as keyof typeof all] : undefined),
      list: (folder) =>
        Object.keys(all)
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1)),
      ...{ env: {}, programs: noPrograms },
    },
  )
  if (result.ok) return result.config
  throw new Error(result.mistakes.map(formatMistake).join('\n'))
}

const envs = '.kamal/apps/app-staging/env'
const web = '.kamal/proxy/apps-config/app-staging'

/** What Kamal uploads for it. */
export const uploads: Uploads = {
  'app-db/docker-entrypoint-initdb.d/setup.sql': files['config/setup.sql'] ?? '',
  'app-db/etc/my.conf': 'database = shop\n',
  [`${envs}/accessories/db.env`]: 'POSTGRES_PASSWORD=pass\n',
  [`${envs}/roles/web.env`]: 'KEY=key\n',
  [`${envs}/roles/worker.env`]: 'KEY=key\n',
  [`${web}/error_pages/bbb/404.html`]: files['public/404.html'] ?? '',
  [`${web}/error_pages/bbb/503.html`]: files['public/503.html'] ?? '',
  [`${web}/tls/web/cert.pem`]: shopCertificate,
  [`${web}/tls/web/key.pem`]: shopKey,
}

const assets = '.kamal/apps/app-staging/assets'

/** What is on a host that Kamal has deployed aaa of it to. */
export const leftByKamal: Uploads = {
  [`${assets}/extracted/web-aaa/logo.svg`]: 'old\n',
  [`${assets}/extracted/web-aaa/js/app-aaa.js`]: 'aaa\n',
  [`${assets}/volumes/web-aaa/logo.svg`]: 'old\n',
  [`${assets}/volumes/web-aaa/js/app-aaa.js`]: 'aaa\n',
  [`${web}/error_pages/aaa/503.html`]: 'old page\n',
  [`${web}/tls/web/cert.pem`]: 'old chain\n',
  [`${web}/tls/web/key.pem`]: 'old key\n',
}
