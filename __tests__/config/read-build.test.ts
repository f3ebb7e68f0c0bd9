import { describe, expect, test } from '@jest/globals'
import { formatMistake } from '../../src/config/mistake.ts'
import {
  readBuild,
  readWhole,
  type BuildFile,
  type BuildFileResult,
  type BuildNeeds,
  type WholeFileResult,
} from '../../src/config/read-build.ts'
import { noPrograms } from '../support/programs.ts'
import { deployYml, mistakesIn } from './support.ts'

const read = (
  files: Readonly<Record<string, string>>,
  needs: Partial<BuildNeeds> = {},
): BuildFileResult =>
  readBuild(
    {
      ...{ file: 'deploy.yml', needsArch: true, needsLogin: () => true },
      ...needs,
    },
    {
      read: (path) => files[path],
      env: { PASSWORD: 'p-from-env', NPM: 'npm-secret' },
      programs: noPrograms,
    },
  )

const fileOf = (result: BuildFileResult): BuildFile => {
  if (result.ok) return result.file
  throw new Error(result.mistakes.map(formatMistake).join('\n'))
}

const mistakesOf = (result: BuildFileResult | WholeFileResult): readonly string[] =>
  result.ok ? [] : result.mistakes.map(formatMistake)

const whole = deployYml(
  [
    'env: {secret: [RAILS_MASTER_KEY]}',
    'builder:',
    '  arch: [amd64, arm64]',
    '  remote: ssh://builder@10.0.0.9',
    '  local: false',
    '  context: .',
    '  dockerfile: docker/app.Dockerfile',
    '  target: production',
    '  args: {RUBY_VERSION: 3.4, EMPTY: , DEBUG: false}',
    '  secrets: [NPM_TOKEN]',
    '  ssh: default=$SSH_AUTH_SOCK',
    '  provenance: mode=max',
    '  sbom: true',
    '  cache: {type: registry, options: mode=min, image: acme/cache}',
  ].join('\n'),
  { registry: 'registry: {server: ghcr.io, username: acme, password: [PASSWORD]}' },
)
const secrets = 'PASSWORD=$PASSWORD\nNPM_TOKEN=$NPM\n'

describe('a builder', () => {
  test('is read with all its keys', () => {
    const result = read({ 'deploy.yml': whole, '.kamal/secrets': secrets })
    expect(fileOf(result)).toEqual({
      file: 'deploy.yml',
      service: 'app',
      hooks: { files: {}, quiet: [], timeoutMs: 900_000, secrets: {}, hosts: ['1.1.1.1'] },
      destination: undefined,
      repository: 'ghcr.io/acme/app',
      image: 'acme/app',
      registry: { server: 'ghcr.io', username: 'acme', password: 'p-from-env' },
      builder: {
        architectures: ['amd64', 'arm64'],
        driver: 'docker-container',
        remote: 'ssh://builder@10.0.0.9',
        local: false,
        context: '.',
        dockerfile: 'docker/app.Dockerfile',
        target: 'production',
        args: { RUBY_VERSION: '3.4', EMPTY: null, DEBUG: 'false' },
        secrets: { NPM_TOKEN: 'npm-secret' },
        ssh: 'default=$SSH_AUTH_SOCK',
        provenance: 'mode=max',
        sbom: 'true',
        cache: { type: 'registry', options: 'mode=min', image: 'acme/cache' },
      },
    })
    expect(result.secrets).toEqual(expect.arrayContaining(['p-from-env', 'npm-secret']))
  })

  test("has Kamal's defaults", () => {
    const { builder } = fileOf(read({ 'deploy.yml': deployYml('builder: {arch: amd64}') }))
    expect(builder).toEqual({
      ...{ architectures: ['amd64'], driver: 'docker-container', remote: undefined, local: true },
      ...{ context: undefined, dockerfile: 'Dockerfile', target: undefined, args: {}, secrets: {} },
      ...{ ssh: undefined, provenance: undefined, sbom: undefined, cache: undefined },
    })
  })

  test('comes from the destination where that says so', () => {
    const files = {
      'deploy.yml': deployYml('builder: {arch: amd64, target: production}'),
      'deploy.eu.yml': 'builder: {target: staging}',
    }
    const { builder } = fileOf(read(files, { destination: 'eu' }))
    expect(builder).toMatchObject({ architectures: ['amd64'], target: 'staging' })
  })

  test.each([
    ['remote: false', { remote: undefined }],
    ['target: false, ssh: false, context: no', { target: undefined, context: undefined }],
    ['provenance: false, sbom: no', { provenance: 'false', sbom: 'false' }],
    ['args: {DAY: 2024-1-05}', { args: { DAY: '2024-01-05' } }],
    ['args: {AT: 2024-01-05T6:07:08Z}', { args: { AT: '2024-01-05 06:07:08 UTC' } }],
    ['cache: {options: mode=max}', { cache: undefined }],
  ])('is read as Ruby takes it: %s', (added, builder) => {
    const text = deployYml(`builder: {arch: amd64, ${added}}`)
    expect(fileOf(read({ 'deploy.yml': text })).builder).toMatchObject(builder)
  })
})

describe('what a build needs', () => {
  test('is its own secrets and the login, and none of the app', () => {
    expect(mistakesOf(read({ 'deploy.yml': whole, '.kamal/secrets': 'X=1' }))).toEqual([
      expect.stringContaining("deploy.yml:3:55 registry/password: Secret 'PASSWORD' not found"),
      expect.stringContaining("deploy.yml:14:13 builder/secrets/0: Secret 'NPM_TOKEN' not found"),
    ])
  })

  test('is no login of the file where another is used', () => {
    const asked: (string | undefined)[] = []
    const needsLogin = (server: string | undefined) => {
      asked.push(server)
      return false
    }
    const files = { 'deploy.yml': whole, '.kamal/secrets': 'NPM_TOKEN=$NPM' }
    expect(fileOf(read(files, { needsLogin })).registry.password).toBe('')
    expect(asked).toEqual(['ghcr.io'])
  })

  test('is to know for which machines', () => {
    const text = deployYml('builder: {context: .}')
    expect(mistakesOf(read({ 'deploy.yml': text }))).toEqual([
      'deploy.yml:5:10 builder: Builder arch not set; add builder/arch: amd64, as the hosts are',
    ])
    expect(mistakesOf(read({ 'deploy.yml': deployYml() }))).toEqual([
      'deploy.yml:1:1 builder: Builder arch not set; add builder/arch: amd64, as the hosts are',
    ])
    expect(mistakesOf(read({ 'deploy.yml': text }, { needsArch: false }))).toEqual([])
  })

  test('is a whole file: its other mistakes are told as well, all at once', () => {
    const text = deployYml('proxxy: {}\nbuilder: {arch: amd64, dockerfil: x}\nboot: {limit: all}')
    expect(mistakesOf(read({ 'deploy.yml': text }))).toEqual([
      expect.stringContaining('deploy.yml:5:1 unknown key: proxxy'),
      expect.stringContaining('deploy.yml:6:24 builder: unknown key: dockerfil'),
      expect.stringContaining('deploy.yml:7:15 boot/limit: not a limit'),
    ])
  })

  test('is a file', () => {
    expect(mistakesOf(read({}))).toEqual([
      'deploy.yml:1:1 Configuration file not found in deploy.yml',
    ])
  })
})

test('an argument that sounds like a secret is warned of, and masked', () => {
  const text = deployYml('builder: {arch: amd64, args: {MASTER_KEY: abcdef, KEYBOARD: de}}')
  const result = read({ 'deploy.yml': text })
  expect(result.ok && result.warnings.map(formatMistake)).toEqual([
    expect.stringContaining(
      'deploy.yml:5:43 builder/args/MASTER_KEY: an argument can be read in the image; if it is',
    ),
  ])
  expect(result.secrets).toEqual(['p', 'abcdef'])
})

describe('whoever reads it is told about', () => {
  test.each([
    ['{local: false}', '5:18 builder: Cannot disable local builds, no remote is set'],
    ['{arch: x86-64}', '5:17 builder/arch: not an architecture: "x86-64"; write amd64 or arm64'],
    ['{args: {"A B": 1}}', '5:18 builder/args/A B: not the name of an argument: "A B"'],
    ['{args: {A: [1]}}', '5:21 builder/args/A: should be a string'],
    ['{args: {A: 2024-01-05 01:02:03}}', '5:21 builder/args/A: should be a string'],
    [
      '{secrets: ["A=b"]}',
      '5:21 builder/secrets/0: not the name of a secret; values stand in the secrets file',
    ],
    [
      '{driver: podman}',
      '5:19 builder: not a driver; write docker-container, docker or cloud org/name',
    ],
    [
      '{driver: docker, remote: "ssh://a@b"}',
      '5:35 builder: the docker driver does not support remote builders; leave out driver: docker',
    ],
    [
      '{driver: docker, arch: [amd64, arm64]}',
      '5:33 builder: the docker driver does not support multiple arches; leave out driver: docker',
    ],
    [
      '{cache: {type: registry, image: "Acme/Cache"}}',
      '5:42 builder/cache/image: not an image name; write it as acme/shop-cache, without a server',
    ],
  ])('%s', (builder, mistake) => {
    expect(mistakesIn(deployYml(`builder: ${builder}`))).toEqual([`deploy.yml:${mistake}`])
  })
})

describe('a file that is built from and deployed by', () => {
  const file = (added = '', lines = {}) =>
    readWhole(
      { file: 'deploy.yml', needsArch: true },
      {
        read: (path) =>
          ({ 'deploy.yml': deployYml(added, lines), '.kamal/secrets': 'NPM_TOKEN=$NPM\n' })[path],
        env: { NPM: 'npm-secret' },
        programs: noPrograms,
      },
    )

  test('is read for both at once', () => {
    const result = file('builder: {arch: amd64, secrets: [NPM_TOKEN]}\nenv: {secret: [NPM_TOKEN]}')
    if (!result.ok) throw new Error(mistakesOf(result).join('\n'))
    expect(result.file.builder.secrets).toEqual({ NPM_TOKEN: 'npm-secret' })
    expect(result.config.roles[0]?.env.secret).toEqual({ NPM_TOKEN: 'npm-secret' })
    expect(result.config.repository).toBe(result.file.repository)
    expect(result.secrets).toContain('npm-secret')
  })

  test('is told of all that either misses', () => {
    const added = 'builder: {secrets: [GEMS]}\nenv: {secret: [API]}\nssh: {keys: [~/.ssh/id]}'
    const result = file(added, { registry: 'registry: {username: u, password: [PASSWORD]}' })
    expect(
      mistakesOf(result).map((line) => line.replace(/^\S+ /, '').replace(/ in .*/, '')),
    ).toEqual([
      "registry/password: Secret 'PASSWORD' not found",
      'builder: Builder arch not set; add builder/arch: amd64, as the hosts are',
      "builder/secrets/0: Secret 'GEMS' not found",
      "env/secret/0: Secret 'API' not found",
    ])
    expect(result).toMatchObject({ namesKeys: true })
    expect(file('env: {secret: [API]}')).toMatchObject({ ok: false, namesKeys: false })
  })
})
