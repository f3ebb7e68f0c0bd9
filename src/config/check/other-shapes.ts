import { dockerOptions, hosts, proxyShape, strings } from './common-shapes.ts'
import type { Shape } from './shape.ts'

const cache: Shape = { keys: { type: 'string', options: 'string', image: 'string' } }

export const builderShape: Shape = {
  keys: {
    arch: { either: [strings, 'string'] },
    remote: 'string',
    local: 'boolean',
    pack: { keys: { builder: 'string', buildpacks: strings } },
    cache,
    context: 'string',
    dockerfile: 'string',
    target: 'string',
    args: 'hash',
    secrets: strings,
    ssh: 'string',
    driver: 'string',
    provenance: 'string',
    sbom: 'string',
  },
}

const paths: Shape = {
  list: {
    either: [
      'string',
      {
        keys: {
          local: 'string',
          remote: 'string',
          mode: 'string',
          owner: 'string',
          options: 'string',
        },
      },
    ],
  },
}

export const accessoryShape: Shape = {
  keys: {
    service: 'string',
    image: 'string',
    registry: 'hash',
    host: 'string',
    hosts,
    role: 'string',
    roles: strings,
    tag: 'string',
    tags: strings,
    cmd: 'string',
    port: 'string',
    labels: { map: 'string' },
    options: dockerOptions,
    env: 'hash',
    files: paths,
    directories: paths,
    volumes: strings,
    network: 'string',
    proxy: proxyShape,
  },
}
