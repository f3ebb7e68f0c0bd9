import type { LabHost } from '../../../lab/kit/lab.ts'
import type { Files } from '../../../lab/kit/workspace.ts'
import type { Pair } from './certificate.ts'

export const destinations = ['production', 'staging'] as const
export type Destination = (typeof destinations)[number]

/** A destination's address; the same hosts serve all of them. */
export const siteOf = (name: string, destination: Destination): string =>
  destination === 'production' ? `${name}.lab` : `${destination}.${name}.lab`

/** Name of its database's container. */
export const databaseOf = (name: string, destination: Destination): string =>
  destination === 'production' ? `${name}-db` : `${name}-${destination}-db`

// Busybox serves what the image has below /public: the app of the lab has no files of its own.
const deployYml = (name: string, [first, second]: readonly [LabHost, LabHost]): string => `
# Deployed by <%= ENV["GITHUB_ACTOR"] || "somebody" %> to <%= ENV.fetch("REGION", "the lab") %>.
service: ${name}
image: lab/${name}
require_destination: true

servers:
  web:
    hosts:
      - ${first.address}: [primary]
      - ${second.address}
    cmd: httpd -f -p 3000 -h /public
    stop_timeout: 1
  worker:
    hosts:
      - ${first.address}: primary
      - ${second.address}
    cmd: worker
    labels:
      tier: background
    options:
      add-host: ["metrics:10.77.0.1", "mail:10.77.0.1"]
      restart: on-failure:5
    env:
      clear:
        QUEUES: critical,default
  cron:
    hosts: [${first.address}]
    cmd: worker
    stop_timeout: 5

proxy:
  app_port: 3000
  ssl:
    certificate_pem: CERTIFICATE
    private_key_pem: CERTIFICATE_KEY
  healthcheck: { path: /up, interval: 1, timeout: 2 }
  run: { registry: registry.lab:5000, repository: lab/kamal-proxy, version: v0.9.2 }

registry:
  server: registry.lab:5000
  username: <%= ENV["REGISTRY_USER"] || "lab" %>
  password:
    - REGISTRY_PASSWORD

builder:
  arch: amd64

env:
  clear:
    RAILS_ENV: production
    WEB_CONCURRENCY: 2
  secret:
    - RAILS_MASTER_KEY
    - DATABASE_PASSWORD:POSTGRES_PASSWORD
  tags:
    primary:
      APP_REQUIRE_HOST: ${name}-db

volumes:
  - "${name}_storage:/storage"
asset_path: /public/assets
error_pages_path: public/errors
readiness_delay: 1
deploy_timeout: 20

accessories:
  db:
    image: registry.lab:5000/lab/postgres:17
    host: ${first.address}
    env:
      clear:
        POSTGRES_DB: shop
      secret:
        - POSTGRES_PASSWORD
    directories:
      - data:/var/lib/postgresql/data
  redis:
    image: registry.lab:5000/lab/${name}-redis:7
    tag: primary
    port: "127.0.0.1:6379:6379"
    env:
      clear:
        APP_PORT: 6379
    files:
      - config/redis.conf.erb:/etc/redis.conf:ro

x-seaworthy:
  known-hosts:
    - ${first.knownHosts}
    - ${second.knownHosts}
  roles:
    cron: { overlap: false }
`

/** A Rails shop as its checkout has it, for two hosts that are all of its servers. */
export const shopFiles = (
  name: string,
  hosts: readonly [LabHost, LabHost],
  certificates: Readonly<Record<Destination, Pair>>,
  masterKey: string,
): Files => ({
  'config/deploy.yml': deployYml(name, hosts),
  'config/deploy.production.yml': `proxy:\n  host: ${siteOf(name, 'production')}\n`,
  'config/deploy.staging.yml': `
proxy:
  host: ${siteOf(name, 'staging')}
env:
  clear:
    WEB_CONCURRENCY: 1
  tags:
    primary:
      APP_REQUIRE_HOST: ${databaseOf(name, 'staging')}
accessories:
  db:
    service: ${databaseOf(name, 'staging')}
`,
  'config/master.key': `${masterKey}\n`,
  'config/redis.conf.erb': 'port <%= ENV["APP_PORT"] %>\n',
  'public/errors/503.html': '<h1>back soon</h1>',
  '.kamal/secrets-common': [
    'REGISTRY_PASSWORD=$REGISTRY_PASSWORD',
    'RAILS_MASTER_KEY=$(cat config/master.key)',
    'CERTIFICATE=$(cat tls/$KAMAL_DESTINATION.pem)',
    'CERTIFICATE_KEY=$(cat tls/$KAMAL_DESTINATION.key)',
    '',
  ].join('\n'),
  '.kamal/secrets.production': 'POSTGRES_PASSWORD=$POSTGRES_PASSWORD\n',
  '.kamal/secrets.staging': 'POSTGRES_PASSWORD=staging-$POSTGRES_PASSWORD\n',
  ...Object.fromEntries(
    destinations.flatMap((destination) => [
      [`tls/${destination}.pem`, certificates[destination].chain],
      [`tls/${destination}.key`, certificates[destination].key],
    ]),
  ),
})
