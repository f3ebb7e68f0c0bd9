import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { labHosts, readLab } from '../../lab/kit/lab.ts'
import type { Annotation } from '../../lab/kit/step-log.ts'
import type { StepResult } from '../../lab/kit/step.ts'
import { bare, settledOn, standing } from './support/fleet.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(1)
const [host] = hosts
const service = makeService('config', hosts)
const withoutPins = { 'x-seaworthy': { 'known-hosts': undefined } }

/** A key that fits the host in form, and is another's. */
const otherKey = `${host?.address} ${labHosts(2)[1]?.knownHosts.split(' ').slice(1).join(' ')}`

beforeAll(() => service.image('v1'), 60_000)

afterAll(() => service.remove(), 60_000)

const expectRefused = (result: StepResult, code: string): readonly Annotation[] => {
  expect(result.exitCode).toBe(1)
  expect(result.outputs).toEqual({ outcome: 'halted' })
  expect(result.summary).toMatch(/^## halted: nothing was changed - /)
  expect(result.annotations.at(-1)?.title).toBe(code)
  return result.annotations
}

/** What the annotation points at, to the end of the line, and what it says of it. */
const mistakes = [
  ['sh op', /^Service name can only include alphanumeric characters, hyphens, and underscores/],
  ['optoins:', /^servers\/web: unknown key: optoins; did you mean options\?$/],
  ['job: []', /^No servers specified for the job role/],
  [
    '- REGISTRY_PASWORD',
    /^registry\/password: Secret 'REGISTRY_PASWORD' not found in \.kamal\/secr/,
  ],
  ['- b', /^proxy: Specify one of 'host' or 'hosts', not both$/],
  ['http', /^proxy\/app_port: should be an integer$/],
  ['pathh: /up', /^proxy\/healthcheck: unknown key: pathh; did you mean path\?$/],
  ['0', /^Must retain at least 1 container$/],
  ['soon', /^deploy_timeout: should be an integer$/],
] as const

test('a dozen mistakes are told in one go, each with its place, and no host is asked', async () => {
  const yml = stringify({
    service: 'sh op',
    image: 'lab/shop',
    // Nobody listens at this address: to connect would be another error.
    servers: { web: { hosts: ['127.0.99.99'], optoins: { memory: '1g' } }, job: [] },
    registry: { server: 'registry.lab:5000', username: 'lab', password: ['REGISTRY_PASWORD'] },
    proxy: { host: 'a', hosts: ['b'], app_port: 'http', healthcheck: { pathh: '/up' } },
    builder: { arch: 'amd64' },
    retain_containers: 0,
    deploy_timeout: 'soon',
    env: { secret: ['NO_SUCH_SECRET'], other: 1 },
    boot: { limit: 'many' },
    'x-seaworthy': { gates: { stage: { timeout: 'long' } }, gate: {} },
  })
  service.write({ 'config/deploy.yml': yml })
  const result = await service.run('deploy', { version: 'v1' })
  const annotations = expectRefused(result, 'config-invalid')
  const lines = yml.split('\n')
  const told = annotations
    .slice(0, mistakes.length)
    .map(({ file, line = 0, col = 0, message }) => [file, lines[line - 1]?.slice(col - 1), message])
  expect(told).toEqual(
    mistakes.map(([at, says]) => ['config/deploy.yml', at, expect.stringMatching(says)]),
  )
  // The runner shows ten annotations of a kind; log and summary have them all.
  expect(annotations).toHaveLength(10)
  for (const text of [result.log, result.summary])
    for (const late of ["Secret 'NO_SUCH_SECRET' not found", 'x-seaworthy: unknown key: gate'])
      expect(text).toContain(late)
  expect(result.log).toMatch(/^error: config\/deploy\.yml has 1[3-9] mistakes$/m)
}, 30_000)

describe('who a host is', () => {
  test('an unknown host is refused with its fingerprint and the line to add', async () => {
    service.configure(withoutPins)
    const result = await service.run('deploy', { version: 'v1' })
    const [only] = expectRefused(result, 'host-key-unknown')
    expect(only?.message).toContain(host?.fingerprint)
    expect(result.log.split(/\n|%0A/)).toContainEqual(
      expect.stringContaining(host?.knownHosts ?? ''),
    )
    expect(await standing(service)).toEqual(bare(service))
  }, 30_000)

  test('a host with another key than the pinned one is refused', async () => {
    service.configure(withoutPins)
    const result = await service.run('deploy', { version: 'v1', 'ssh-known-hosts': otherKey })
    const [only] = expectRefused(result, 'host-key-changed')
    expect(only?.message).toContain(host?.fingerprint)
    expect(await standing(service)).toEqual(bare(service))
  }, 30_000)

  test('the line of the refusal, given as the input, makes it known', async () => {
    service.configure(withoutPins)
    const inputs = { 'ssh-known-hosts': host?.knownHosts ?? '' }
    await service.deploy('v1', inputs)
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  }, 30_000)
})

describe('keys and secrets', () => {
  test('a key with Windows line ends works', async () => {
    service.configure({})
    const key = readLab().key.replaceAll('\n', '\r\n')
    const result = await service.run('deploy', { version: 'v1', 'ssh-private-key': key })
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'unchanged' } })
  }, 30_000)

  test.each([
    ['a public key', `${host?.knownHosts.split(' ').slice(1).join(' ')} me`, 'is a public key'],
    ['a path', '~/.ssh/id_ed25519', 'is the path of a file'],
    ['half a key', readLab().key.slice(0, 150), 'is cut off'],
  ])(
    '%s in the place of the private key is called by its name',
    async (_, key, words) => {
      service.configure({})
      const result = await service.run('deploy', { version: 'v1', 'ssh-private-key': key })
      const [only] = expectRefused(result, 'key-unusable')
      expect(only?.message).toContain(words)
    },
    30_000,
  )

  test('without a key at all, the input is named', async () => {
    const result = await service.run('deploy', { version: 'v1', 'ssh-private-key': '' })
    expect(expectRefused(result, 'key-unusable')[0]?.message).toContain('ssh-private-key')
  }, 30_000)

  test('a secret whose variable is not set is warned of, with its place', async () => {
    service.configure({})
    service.write({ '.kamal/secrets': 'REGISTRY_PASSWORD=$REGISTRY_PASSWORD\nAPI_TOKEN=$NOPE\n' })
    const result = await service.run('deploy', { version: 'v1', 'dry-run': 'true' })
    expect(result.exitCode).toBe(0)
    expect(result.annotations).toEqual([
      {
        kind: 'warning',
        title: 'config-invalid',
        file: '.kamal/secrets',
        line: 2,
        col: 1,
        message: 'API_TOKEN: $NOPE is set neither in the file nor in the environment: it is empty',
      },
    ])
  }, 30_000)
})
