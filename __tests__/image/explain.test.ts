import { describe, expect, test } from '@jest/globals'
import { explainBuild, type Attempt } from '../../src/image/explain.ts'
import { plainOrder } from './orders.ts'

const attempt: Attempt = {
  order: { ...plainOrder, dockerfile: 'docker/Dockerfile', target: 'prod', secrets: { GEM: 'x' } },
  builder: 'seaworthy-1',
  architecture: 'amd64',
  event: 'push',
}

/** As buildx ends when the Dockerfile's line 3 is at fault. */
const onLine3 = (message: string, ...step: readonly string[]): readonly string[] => [
  ...['#6 [2/2] RUN x', `#6 ERROR: ${message}`, '------', ' > [2/2] RUN x:', ...step, '------'],
  ...['Dockerfile:3', '--------------------', '   3 | >>> RUN x', '--------------------'],
  `ERROR: failed to solve: ${message}`,
]

const told = (lines: readonly string[], more: Partial<Attempt> = {}) => {
  const { code, message, hint = '', place, evidence } = explainBuild(lines, { ...attempt, ...more })
  return { code, message, hint, place, evidence }
}

const base = 'failed to resolve source metadata for'

describe('what a Dockerfile asks for', () => {
  test('a step that failed, with its line and its last words', () => {
    const message =
      'process "/bin/sh -c bundle install" did not complete successfully: exit code: 7'
    expect(told(onLine3(message, '1.0 one', '1.1 two'))).toEqual({
      code: 'build-failed',
      message: 'A step of the Dockerfile ended with exit code 7: bundle install',
      hint: 'Its last lines are below.',
      place: { file: 'docker/Dockerfile', line: 3 },
      evidence: [' > [2/2] RUN x:', '1.0 one', '1.1 two', message],
    })
  })

  test('a step that was killed', () => {
    const message = 'process "/bin/sh -c x" did not complete successfully: exit code: 137'
    expect(told(onLine3(message)).hint).toContain('most likely for want of memory')
  })

  test.each([
    [
      'secret NPM: not found',
      'build-failed',
      'The Dockerfile wants the secret NPM, which the build does not have.',
      'Add NPM to builder/secrets in deploy.yml and to .kamal/secrets (now there: GEM).',
    ],
    [
      'failed to compute cache key: failed to calculate checksum of ref wh3::qw: "/nope": not found',
      'build-failed',
      "The Dockerfile copies /nope, which is not in the build's context.",
      '.dockerignore',
    ],
    [
      'target stage "prod" could not be found',
      'build-failed',
      'docker/Dockerfile has no stage prod.',
      'builder/target',
    ],
    [
      'failed to read dockerfile: open nope: no such file or directory',
      'build-failed',
      'There is no docker/Dockerfile.',
      'builder/dockerfile',
    ],
    [
      'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
      'build-failed',
      "docker/Dockerfile can't be read: line 2: unknown instruction: RUNN (did you mean RUN?)",
      'Correct the line shown.',
    ],
    [
      'invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set',
      'build-failed',
      'The build wants an ssh-agent (builder/ssh), and there is none.',
      'a step that starts one',
    ],
    [
      `r.lab/none:v9: ${base} r.lab/none:v9: r.lab/none:v9: not found`,
      'image-missing',
      'There is no base image r.lab/none:v9.',
      'FROM in the Dockerfile',
    ],
    [
      `ruby:9: ${base} docker.io/library/ruby:9: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
      'registry-refused',
      'The base image ruby:9 is not there, or this login may not read it.',
      'docker/login-action',
    ],
    [
      `ruby:3: ${base} docker.io/library/ruby:3: unexpected status: 429 Too Many Requests - toomanyrequests: You have reached your pull rate limit`,
      'registry-refused',
      'The registry of the base image ruby:3 takes no more requests for now (rate limit).',
      'docker/login-action',
    ],
    [
      `a/b:1: ${base} docker.io/a/b:1: no match for platform in manifest: not found`,
      'image-wrong-architecture',
      'The base image a/b:1 is not built for the platform that is wanted.',
      'builder/arch',
    ],
    [
      `ruby:9.9: ${base} docker.io/library/ruby:9.9: failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host`,
      'registry-unreachable',
      "The registry of the base image ruby:9.9 can't be reached by the builder.",
      'network',
    ],
  ])('%s', (message, code, means, hint) => {
    const found = told(onLine3(message))
    expect([found.code, found.message]).toEqual([code, means])
    expect(found.hint).toContain(hint)
    expect(found.place).toEqual({ file: 'docker/Dockerfile', line: 3 })
  })
})

describe('a push that is refused', () => {
  test.each([
    'failed to push ghcr.io/acme/shop:v1: denied: permission_denied: write_package',
    'failed to push ghcr.io/acme/shop:v1: denied: installation not allowed to Create organization package',
    'failed to push ghcr.io/acme/shop:v1: unexpected status from POST request to https://ghcr.io/v2/acme/shop/blobs/uploads/: 403 Forbidden',
    'failed to push ghcr.io/acme/shop:v1: failed to authorize: failed to fetch oauth token: 403 Forbidden',
  ])('by GHCR has its three causes: %s', (message) => {
    const found = told([`ERROR: failed to solve: ${message}`])
    expect([found.code, found.message]).toEqual([
      'registry-refused',
      'GHCR does not let this job push ghcr.io/acme/shop.',
    ])
    expect(found.hint.split('\n')).toEqual([
      expect.stringContaining('1. Give the job `permissions: packages: write`'),
      expect.stringContaining('2. If the package was first pushed with somebody'),
      expect.stringContaining('3. Runs of pull requests from forks'),
    ])
    expect(found.evidence).toEqual([message])
  })

  test('by GHCR in a pull request', () => {
    const found = told(['ERROR: failed to push x: denied'], { event: 'pull_request' })
    expect(found.hint).toContain('3. This run was started by a pull request')
  })

  test('by another registry', () => {
    const order = { ...attempt.order, repository: 'registry.lab:5000/lab/shop' }
    const message =
      'failed to push x: unexpected status from HEAD request to http://x: 401 Unauthorized'
    const found = told([`ERROR: failed to solve: ${message}`], { order })
    expect(found.message).toBe(
      'The registry does not let this login push registry.lab:5000/lab/shop.',
    )
  })

  test('because nobody is there', () => {
    const message =
      'failed to push x: failed to do request: Head "https://r:5000/v2/": dial tcp: lookup r: no such host'
    expect(told([`ERROR: failed to solve: ${message}`])).toMatchObject({
      code: 'registry-unreachable',
    })
  })

  test('because its certificate is nobody’s', () => {
    const message = 'failed to push x: tls: failed to verify certificate: x509: unknown authority'
    expect(told([`ERROR: ${message}`]).message).toContain('does not trust the registry')
  })
})

describe('a builder', () => {
  test('without disk space, in a step or after it', () => {
    const step = 'process "/bin/sh -c dd" did not complete successfully: exit code: 1'
    const full = 'dd: error writing: No space left on device'
    expect(told(onLine3(step, full))).toMatchObject({ code: 'disk-full' })
    expect(told([`ERROR: failed to copy: write /x: no space left on device`])).toMatchObject({
      code: 'disk-full',
      message: 'The builder has no disk space left.',
    })
  })

  test('that is not there, or does not start, or has gone', () => {
    expect(told(['ERROR: no builder "seaworthy-1" found']).message).toBe(
      'There is no builder seaworthy-1.',
    )
    const boot = [
      '------',
      ' > [internal] booting buildkit:',
      '------',
      'ERROR: Error response from daemon: no such host',
    ]
    expect(told(boot)).toMatchObject({
      code: 'builder-missing',
      hint: expect.stringContaining('containerd-snapshotter'),
    })
    const gone = 'rpc error: code = Unavailable desc = error reading from server: EOF'
    expect(told([`ERROR: failed to receive status: ${gone}`])).toMatchObject({
      code: 'builder-missing',
    })
  })

  test('of another processor', () => {
    const step = 'process "/bin/sh -c x" did not complete successfully: exit code: 255'
    const order = { ...attempt.order, platforms: ['linux/amd64', 'linux/arm64'] }
    const found = told(onLine3(step, '0.1 exec /bin/sh: exec format error'), { order })
    expect(found.code).toBe('image-wrong-architecture')
    expect(found.hint).toContain('For linux/arm64: put docker/setup-qemu-action')
    expect(told(onLine3('exec format error')).hint).toContain('made for another processor')
  })
})

test('what nobody knows is told in its own words', () => {
  expect(told(['#1 x', 'ERROR: failed to solve: something new'])).toEqual({
    code: 'build-failed',
    message: 'The build failed: something new',
    hint: 'The log above has all that buildx said.',
    place: undefined,
    evidence: ['something new'],
  })
  expect(told([]).message).toBe('The build failed: ')
})
