import type { Shape } from './shape.ts'

export const strings: Shape = { list: 'string' }
export const dockerOptions: Shape = 'hash'
export const logging: Shape = { keys: { driver: 'string', options: 'hash' } }

const proxyRun: Shape = {
  keys: {
    http_port: 'integer',
    https_port: 'integer',
    metrics_port: 'integer',
    debug: 'boolean',
    log_max_size: 'string',
    publish: 'boolean',
    bind_ips: strings,
    registry: 'string',
    repository: 'string',
    version: 'string',
    options: dockerOptions,
  },
}

export const proxyShape: Shape = {
  keys: {
    host: 'string',
    hosts: strings,
    app_port: 'integer',
    ssl: {
      either: ['boolean', { keys: { certificate_pem: 'string', private_key_pem: 'string' } }],
    },
    ssl_redirect: 'boolean',
    forward_headers: 'boolean',
    response_timeout: 'integer',
    path_prefix: 'string',
    path_prefixes: strings,
    strip_path_prefix: 'boolean',
    healthcheck: { keys: { interval: 'integer', timeout: 'integer', path: 'string' } },
    buffering: {
      keys: {
        requests: 'boolean',
        responses: 'boolean',
        max_request_body: 'integer',
        max_response_body: 'integer',
        memory: 'integer',
      },
    },
    logging: { keys: { request_headers: strings, response_headers: strings } },
    run: proxyRun,
  },
}

export const hosts: Shape = {
  list: { either: ['string', { map: { either: ['string', strings] } }] },
}
