import { describe, expect, test } from '@jest/globals'
import { buildCommand, type Surroundings } from '../../src/image/command.ts'
import type { Cache, Order } from '../../src/image/order.ts'
import { plainOrder } from './orders.ts'

const around: Surroundings = {
  labels: { service: 'shop' },
  builder: 'default',
  metadataFile: '/tmp/m.json',
  env: { PATH: '/bin', CI: 'true' },
}

const commandOf = (order: Partial<Order>) => buildCommand({ ...plainOrder, ...order }, around)

/** The words that follow each `flag`. */
const after = (flag: string, order: Partial<Order>): readonly (string | undefined)[] => {
  const { args } = commandOf(order)
  return args.flatMap((word, at) => (word === flag ? [args[at + 1]] : []))
}

test('the plainest build pushes the tag of its version and no other', () => {
  expect(commandOf({})).toEqual({
    args: [
      ...['buildx', 'build', '--push', '--progress', 'plain', '--builder', 'default'],
      ...['--platform', 'linux/amd64', '--tag', 'ghcr.io/acme/shop:v1', '--label', 'service=shop'],
      ...['--metadata-file', '/tmp/m.json', '--file', 'Dockerfile', '--', '.'],
    ],
    env: { BUILDX_METADATA_WARNINGS: '1' },
  })
})

test('everything that deploy.yml can say has its flag', () => {
  const order: Partial<Order> = {
    platforms: ['linux/amd64', 'linux/arm64'],
    context: 'app',
    dockerfile: 'docker/Dockerfile',
    target: 'production',
    ssh: 'default=/run/agent',
    provenance: 'mode=max',
    sbom: 'true',
  }
  expect(commandOf(order).args.join(' ')).toBe(
    'buildx build --push --progress plain --builder default --platform linux/amd64,linux/arm64 --tag ghcr.io/acme/shop:v1 --label service=shop --ssh default=/run/agent --target production --provenance mode=max --sbom true --metadata-file /tmp/m.json --file docker/Dockerfile -- app',
  )
})

test('a secret is a name in the command line, and a value in the environment only', () => {
  const { args, env } = commandOf({ secrets: { NPM_TOKEN: 's3cret', PATH: 'other' } })
  expect(args.join(' ')).toContain(
    '--secret id=NPM_TOKEN,env=SEAWORTHY_BUILD_SECRET_0 --secret id=PATH,env=SEAWORTHY_BUILD_SECRET_1',
  )
  expect(args.join(' ')).not.toContain('s3cret')
  // A secret's name never takes the place of a variable that means something.
  expect(env).toMatchObject({
    SEAWORTHY_BUILD_SECRET_0: 's3cret',
    SEAWORTHY_BUILD_SECRET_1: 'other',
  })
  expect(env['PATH']).toBeUndefined()
})

test('an argument goes by the environment, unless its name means something there', () => {
  const order = {
    args: { RUBY: '3.4, "x"', PATH: '/x', DOCKER_HOST: 'tcp://x', CI: null, GONE: null },
  }
  expect(after('--build-arg', order)).toEqual(['RUBY', 'PATH=/x', 'DOCKER_HOST=tcp://x', 'CI'])
  expect(commandOf(order).env).toEqual({
    ...{ RUBY: '3.4, "x"', CI: 'true' },
    BUILDX_METADATA_WARNINGS: '1',
  })
})

describe('a cache that cannot be written loses no good build', () => {
  const registry = { type: 'registry', ref: 'ghcr.io/acme/shop-build-cache' } as const
  const image = 'image-manifest=true,oci-mediatypes=true'
  test.each<[Cache, string, string]>([
    [
      { ...registry, options: undefined },
      'type=registry,ref=ghcr.io/acme/shop-build-cache',
      `type=registry,ref=ghcr.io/acme/shop-build-cache,mode=max,ignore-error=true,${image}`,
    ],
    [
      { ...registry, options: 'mode=min,image-manifest=false' },
      'type=registry,ref=ghcr.io/acme/shop-build-cache',
      'type=registry,ref=ghcr.io/acme/shop-build-cache,mode=min,image-manifest=false,ignore-error=true',
    ],
    [
      { type: 'gha', options: undefined },
      'type=gha,scope=ghcr.io/acme/shop',
      'type=gha,scope=ghcr.io/acme/shop,mode=max,ignore-error=true',
    ],
    [
      { type: 'gha', options: 'mode=max,scope=x,ignore-error=false' },
      'type=gha',
      'type=gha,mode=max,scope=x,ignore-error=false',
    ],
  ])('%j', (cache, from, to) => {
    expect([after('--cache-from', { cache }), after('--cache-to', { cache })]).toEqual([
      [from],
      [to],
    ])
  })

  test('none', () => {
    expect(commandOf({ cache: { type: 'none' } }).args.join(' ')).not.toContain('--cache')
  })
})
