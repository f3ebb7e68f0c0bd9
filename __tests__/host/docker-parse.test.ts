import { describe, expect, test } from '@jest/globals'
import type { DockerAnswer } from '../../src/host/docker-call.ts'
import {
  dockerMessage,
  parseArchivedFile,
  parseContainer,
  parseContainers,
  parseImages,
  parseLogs,
  parsePull,
  parseResolved,
  parseVersion,
} from '../../src/host/docker-parse.ts'

const answer = (body: unknown, status = 200): DockerAnswer => ({
  status,
  body: Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

describe('lists', () => {
  test('containers', () => {
    const raw = {
      Id: 'abc',
      Names: ['/app-web-1'],
      Image: 'o/app:1',
      ImageID: 'sha256:1',
      Created: 1_700_000_000,
      State: 'running',
      Status: 'Up 3 hours (healthy)',
      Labels: { service: 'app' },
    }
    expect(parseContainers(answer([raw, { ...raw, Names: null, Labels: null }]))).toEqual([
      {
        id: 'abc',
        name: 'app-web-1',
        state: 'running',
        status: 'Up 3 hours (healthy)',
        imageId: 'sha256:1',
        labels: { service: 'app' },
        created: 1_700_000_000,
      },
      expect.objectContaining({ name: '', labels: {} }),
    ])
  })

  test('images, also those that lost their tags', () => {
    const raw = [
      { Id: 'sha256:1', RepoTags: ['o/app:1'], RepoDigests: ['o/app@sha256:2'], Size: 7 },
      { Id: 'sha256:3', RepoTags: null, RepoDigests: null, Size: 8 },
    ]
    expect(parseImages(answer(raw))).toEqual([
      { id: 'sha256:1', tags: ['o/app:1'], digests: ['o/app@sha256:2'], bytes: 7 },
      { id: 'sha256:3', tags: [], digests: [], bytes: 8 },
    ])
  })

  test('version', () => {
    const raw = { Version: '26.1.5', ApiVersion: '1.45', Arch: 'arm64' }
    expect(parseVersion(answer(raw))).toEqual({ version: '26.1.5', arch: 'arm64' })
  })
})

describe('one container', () => {
  const raw = {
    Id: 'abc',
    Config: { Image: 'o/app:1' },
    RestartCount: 2,
    State: {
      Status: 'exited',
      ExitCode: 137,
      OOMKilled: true,
      Error: 'e',
      Pid: 0,
      Health: { Status: 'unhealthy', Log: [{ Output: 'first' }, { Output: 'last' }] },
    },
    HostConfig: { Memory: 1024 },
    NetworkSettings: {
      Networks: { kamal: { IPAddress: '172.18.0.5' }, other: { IPAddress: 'x' } },
    },
  }

  test('with all that a diagnosis needs', () => {
    expect(parseContainer(answer(raw), 'kamal')).toEqual({
      id: 'abc',
      image: 'o/app:1',
      status: 'exited',
      exitCode: 137,
      oomKilled: true,
      error: 'e',
      restartCount: 2,
      health: 'unhealthy',
      healthLog: 'last',
      address: '172.18.0.5',
      pid: 0,
      memoryLimit: 1024,
    })
  })

  test.each([
    ['no such network', { Networks: {} }],
    ['no networks', { Networks: null }],
    ['not running', { Networks: { kamal: { IPAddress: '' } } }],
  ])('has no address: %s', (_title, NetworkSettings) => {
    expect(parseContainer(answer({ ...raw, NetworkSettings }), 'kamal').address).toBeUndefined()
  })

  test.each([
    ['without a check', undefined, undefined],
    ['whose check was switched off', { Status: 'none', Log: null }, undefined],
    ['that was never checked', { Status: 'starting', Log: null }, 'starting'],
  ])('%s', (_title, Health, health) => {
    const detail = parseContainer(answer({ ...raw, State: { ...raw.State, Health } }), 'kamal')
    expect([detail.health, detail.healthLog]).toEqual([health, undefined])
  })
})

describe('a pull', () => {
  const lines = (...events: readonly object[]): string =>
    events.map((event) => `${JSON.stringify(event)}\r\n`).join('')

  test.each([
    ['well', answer(lines({ status: 'Pulling' }, { status: 'Digest: sha256:1' })), undefined],
    [
      'with an error in its stream',
      answer(
        lines({ status: 'Pulling' }, { errorDetail: { message: 'm' }, error: 'no space left' }),
      ),
      'no space left',
    ],
    ['refused', answer({ message: 'denied' }, 403), 'denied'],
    ['with a last line that was cut', answer('{"status":"a"}\r\n{"stat'), undefined],
    ['silent', answer(''), undefined],
  ])('that went %s', (_title, got, error) => expect(parsePull(got)).toBe(error))
})

describe('what a registry has', () => {
  test.each([
    [
      [{ architecture: 'amd64', os: 'linux' }, { architecture: 'arm64' }],
      ['amd64', 'arm64'],
    ],
    [null, []],
  ])('%j', (Platforms, architectures) => {
    const raw = { Descriptor: { digest: 'sha256:1' }, Platforms }
    expect(parseResolved(answer(raw))).toEqual({ digest: 'sha256:1', architectures })
  })
})

describe('a log', () => {
  const frame = (stream: number, text: string | Buffer): Buffer => {
    const data = Buffer.from(text)
    const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
    header.writeUInt32BE(data.length, 4)
    return Buffer.concat([header, data])
  }

  test('has both streams in order, and letters that were cut in two', () => {
    const [first, second] = [Buffer.from('ü').subarray(0, 1), Buffer.from('ü').subarray(1)]
    const body = [frame(1, 'out\n'), frame(2, 'err\n'), frame(1, first), frame(1, second)]
    expect(parseLogs(answer(Buffer.concat(body)))).toBe('out\nerr\nü')
  })

  test('of a container with a terminal has no frames', () =>
    expect(parseLogs(answer('plain\ntext'))).toBe('plain\ntext'))

  test('that was cut keeps what came', () => {
    const body = Buffer.concat([frame(1, 'whole\n'), frame(1, 'half of it')])
    expect(parseLogs(answer(body.subarray(0, -6)))).toBe('whole\nhalf')
    expect(parseLogs(answer(body.subarray(0, 8 + 6 + 4)))).toBe('whole\n')
  })

  test('may be empty', () => expect(parseLogs(answer(''))).toBe(''))
})

describe('a file in an archive', () => {
  const entry = (kind: string, text: string): Buffer => {
    const header = Buffer.alloc(512)
    header.write('kamal-proxy.state')
    header.write(text.length.toString(8).padStart(11, '0'), 124)
    header.write(kind, 156)
    const data = Buffer.alloc(Math.ceil(text.length / 512) * 512)
    data.write(text)
    return Buffer.concat([header, data])
  }
  const end = Buffer.alloc(1024)
  const tar = (...parts: readonly Buffer[]) => answer(Buffer.concat([...parts, end]))

  test.each([
    ['short', tar(entry('0', '[]\n')), '[]\n'],
    ['long', tar(entry('0', 'x'.repeat(1500))), 'x'.repeat(1500)],
    ['of the oldest kind', tar(entry('\0', 'old')), 'old'],
    ['behind headers that describe it', tar(entry('x', '30 uid=99999999'), entry('0', 'it')), 'it'],
    ['that is a link', tar(entry('2', '')), undefined],
    ['that is not there', answer({ message: 'no such file' }, 404), undefined],
    ['in an archive that was cut', answer(Buffer.alloc(100)), undefined],
  ])('%s', (_title, got, text) => expect(parseArchivedFile(got)).toBe(text))
})

describe('a refusal', () => {
  test.each([
    [answer({ message: 'no such image' }, 404), 'no such image'],
    [answer('502 Bad Gateway', 502), '502 Bad Gateway'],
    [answer({ error: 1 }, 500), '{"error":1}'],
    [answer('x'.repeat(400), 500), 'x'.repeat(300)],
    [answer('null', 500), 'null'],
  ])('%# is told', (got, message) => expect(dockerMessage(got)).toBe(message))
})
