import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { proxyFlags } from '../../src/host/proxy-flags.ts'
import { unlabelledCode } from '../../src/host/render-word.ts'
import type { Word } from '../../src/host/word.ts'
import { sampleConfig, sampleProxy } from './sample.ts'
import { makeHome, say, shells } from './shells.ts'

/** A host where `docker container ls` finds one container with this id; `nothing` finds none. */
const lists = (id: string): string => `case "$1 $2" in "container ls") echo "${id}" ;; esac`
const nothing = ':'
const find = (name: string): readonly string[] =>
  `container ls --all --quiet --filter name=^${name}$`.split(' ')

const there: readonly (readonly [string, Word, readonly (readonly string[])[]])[] = [
  ['start', { word: 'start', container: 'c1' }, [['start', 'c1']]],
  ['tag', { word: 'tag', image: 'r:1', as: 'r:latest' }, [['tag', 'r:1', 'r:latest']]],
  ['rename', { word: 'rename', from: 'c1', to: 'c2' }, [find('c1'), ['rename', 'c1', 'c2']]],
  ['discard', { word: 'discard', container: 'c1' }, [find('c1'), ['rm', '--force', 'c1']]],
  [
    "stop with Docker's own time",
    { word: 'stop', container: 'c1', timeSeconds: undefined },
    [['stop', 'c1']],
  ],
  [
    'stop with a time, by the flag that every Docker has',
    { word: 'stop', container: 'c1', timeSeconds: 45 },
    [['stop', '-t', '45', 'c1']],
  ],
  [
    'switch-back',
    {
      word: 'switch-back',
      service: 'app-web',
      targets: ['aaa:80', 'bbb:80'],
      flags: ['--host="a b"', '--target-timeout=30000000000ns'],
    },
    [
      'exec kamal-proxy kamal-proxy deploy app-web --target=aaa:80 --target=bbb:80'
        .split(' ')
        .concat('--host=a b', '--target-timeout=30000000000ns'),
    ],
  ],
]

describe.each(shells)('words about containers, carried out by $name', (shell) => {
  test.each(there)('%s', async (_title, word, calls) => {
    const home = makeHome()
    home.dockerSays(lists('0123456789ab'))
    expect(await say([word], home, shell)).toMatchObject({ code: 0, stdout: '' })
    expect(home.dockerCalls()).toEqual(calls)
  })

  test.each<[string, Word]>([
    ['rename', { word: 'rename', from: 'c1', to: 'c2' }],
    ['discard', { word: 'discard', container: 'c1' }],
  ])('%s does nothing when the container is not there', async (_title, word) => {
    const home = makeHome()
    home.dockerSays(nothing)
    expect((await say([word], home, shell)).code).toBe(0)
    expect(home.dockerCalls()).toEqual([find('c1')])
  })

  test('stop is content when the container is not there', async () => {
    const home = makeHome()
    home.dockerSays(`echo 'Error response from daemon: No such container: c1' >&2; exit 1`)
    const word: Word = { word: 'stop', container: 'c1', timeSeconds: 1 }
    expect(await say([word], home, shell)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(home.dockerCalls()).toEqual([['stop', '-t', '1', 'c1']])
  })

  test('begin-stop waits for nothing and fails for nothing', async () => {
    const home = makeHome()
    const waits = 'n=0; while [ ! -e go ] && [ $n -lt 1000 ]; do n=$((n+1)); sleep 0.01; done'
    home.dockerSays(`${waits}; echo refused >&2; : >gone; exit 1`)
    const word: Word = { word: 'begin-stop', container: 'c1', timeSeconds: 45 }
    expect(await say([word], home, shell)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(home.has('gone')).toBe(false)
    home.put('go', '')
    for (let n = 0; n < 1000 && !home.has('gone'); n += 1) await sleep(10)
    expect(home.has('gone')).toBe(true)
    expect(home.dockerCalls()).toEqual([['stop', '-t', '45', 'c1']])
  })

  test.each<[string, Word]>([
    ['rename', { word: 'rename', from: 'c1', to: 'c2' }],
    ['discard', { word: 'discard', container: 'c1' }],
    ['stop', { word: 'stop', container: 'c1', timeSeconds: 1 }],
  ])('%s fails when docker does not answer: the container may be there', async (_title, word) => {
    const home = makeHome()
    home.dockerSays(`echo 'Cannot connect to the Docker daemon' >&2; exit 1`)
    expect(await say([word], home, shell)).toMatchObject({ code: 1, failedAt: 0 })
  })

  test.each(there)("%s fails with docker's own words when docker refuses", async (_title, word) => {
    const home = makeHome()
    home.dockerSays(`${lists('0123456789ab')}
      [ "$2" = ls ] || { echo 'Error: no such thing' >&2; exit 1; }`)
    const answer = await say([word], home, shell)
    expect(answer).toMatchObject({ code: 1, failedAt: 0, stderr: 'Error: no such thing\n' })
  })
})

describe.each(shells)('an image whose label is asked for by $name', (shell) => {
  const word: Word = { word: 'require-label', image: 'r/app:v1', label: 'service', value: 'app' }
  test.each([
    ['has it', 'echo app', 0],
    ['has another value', 'echo other', unlabelledCode],
    ['has none', 'echo', unlabelledCode],
    ['is not there', 'echo "Error: No such image" >&2; exit 1', unlabelledCode],
  ])('%s', async (_title, docker, code) => {
    const home = makeHome()
    home.dockerSays(docker)
    expect((await say([word], home, shell)).code).toBe(code)
    const format = '{{ index .Config.Labels "service" }}'
    expect(home.dockerCalls()).toEqual([['image', 'inspect', '--format', format, 'r/app:v1']])
  })
})

const switchWord: Word = {
  word: 'switch',
  service: 'app-web',
  container: 'app-web-bbb',
  port: 80,
  flags: proxyFlags(sampleConfig(), sampleProxy()),
}

describe.each(shells)('words about the proxy, carried out by $name', (shell) => {
  test("switch is lines 22 and 23 of Kamal's transcript", async () => {
    const home = makeHome()
    home.dockerSays(lists('0123456789ab'))
    expect((await say([switchWord], home, shell)).code).toBe(0)
    expect(home.dockerCalls()).toEqual([
      find('app-web-bbb'),
      (
        'exec kamal-proxy kamal-proxy deploy app-web --target=0123456789ab:80 --deploy-timeout=30s ' +
        '--drain-timeout=30s --buffer-requests --buffer-responses --log-request-header=Cache-Control ' +
        '--log-request-header=Last-Modified --log-request-header=User-Agent'
      ).split(' '),
    ])
  })

  test('switch fails when the container is not there', async () => {
    const home = makeHome()
    home.dockerSays(nothing)
    const answer = await say([switchWord], home, shell)
    expect(answer).toMatchObject({ code: 1, stderr: 'no container app-web-bbb\n' })
    expect(home.dockerCalls()).toHaveLength(1)
  })

  test('switch fails when docker does', async () => {
    const home = makeHome()
    home.dockerSays('exit 3')
    expect(await say([switchWord], home, shell)).toMatchObject({ code: 3, failedAt: 0 })
  })

  test.each([
    ['removed', ':', 0, ''],
    ['unknown already', `echo 'Error: service not found' >&2; exit 1`, 0, ''],
    [
      'not removable',
      `echo 'Error: dial unix: refused' >&2; exit 1`,
      1,
      'Error: dial unix: refused\n',
    ],
  ])('unroute of a service that is %s', async (_title, docker, code, stderr) => {
    const home = makeHome()
    home.dockerSays(docker)
    const answer = await say([{ word: 'unroute', service: 'app-web' }], home, shell)
    expect(answer).toMatchObject({ code, stderr })
    expect(home.dockerCalls()).toEqual(['exec kamal-proxy kamal-proxy remove app-web'.split(' ')])
  })
})
