import { dockerOptions, hosts, logging, proxyShape, strings } from './common-shapes.ts'
import { accessoryShape, builderShape } from './other-shapes.ts'
import type { Shape } from './shape.ts'

// The keys and types of Kamal 2.12, from the examples in its lib/kamal/configuration/docs/*.yml,
// which are its schema. Blocks marked 'hash' are checked by a module of their own.

const role: Shape = {
  keys: {
    hosts,
    cmd: 'string',
    stop_timeout: 'integer',
    options: dockerOptions,
    logging,
    proxy: { either: ['boolean', proxyShape] },
    labels: { map: 'string' },
    env: 'hash',
    asset_path: 'string',
  },
}

const ssh: Shape = {
  keys: {
    user: 'string',
    port: 'string',
    proxy: 'string',
    proxy_command: 'string',
    log_level: 'string',
    keys_only: 'boolean',
    keys: strings,
    key_data: strings,
    config: { either: ['boolean', 'string', strings] },
    forward_agent: 'boolean',
  },
}

export const rootShape: Shape = {
  keys: {
    service: 'string',
    image: 'string',
    labels: { map: 'string' },
    volumes: strings,
    registry: { keys: { server: 'string', username: 'any', password: 'any' } },
    servers: { either: [hosts, { map: { either: [hosts, role] } }] },
    env: 'hash',
    asset_path: 'string',
    hooks_path: 'string',
    hooks_output: { either: ['string', { map: 'string' }] },
    secrets_path: 'string',
    error_pages_path: 'string',
    require_destination: 'boolean',
    primary_role: 'string',
    allow_empty_roles: 'boolean',
    retain_containers: 'integer',
    minimum_version: 'string',
    readiness_delay: 'integer',
    deploy_timeout: 'integer',
    drain_timeout: 'integer',
    stop_timeout: 'integer',
    run_directory: 'string',
    ssh,
    sshkit: {
      keys: {
        max_concurrent_starts: 'integer',
        pool_idle_timeout: 'integer',
        dns_retries: 'integer',
      },
    },
    builder: builderShape,
    proxy: proxyShape,
    boot: { keys: { limit: 'string', wait: 'integer', parallel_roles: 'boolean' } },
    logging,
    output: {
      keys: { otel: { keys: { endpoint: 'string' } }, file: { keys: { path: 'string' } } },
    },
    aliases: { map: 'string' },
    accessories: { map: accessoryShape },
  },
}

const command: Shape = {
  keys: {
    run: strings,
    role: 'string',
    hosts: 'string',
    timeout: 'string',
    arguments: 'integer',
  },
}

/** Our own block; Kamal ignores it. */
export const ownShape: Shape = {
  keys: {
    'known-hosts': strings,
    gates: {
      keys: {
        stage: {
          keys: {
            timeout: 'string',
            interval: 'string',
            successes: 'integer',
            path: 'string',
            expect: { keys: { status: 'integer', body: 'string' } },
          },
        },
      },
    },
    roles: { map: { keys: { overlap: 'boolean' } } },
    backup: { keys: { recipients: strings } },
    commands: { map: { either: [strings, command] } },
  },
}
