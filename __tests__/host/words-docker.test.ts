import { describe, expect, test } from '@jest/globals'
import { proxyFlags } from '../../src/host/proxy-flags.ts'
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
    [find('c1'), ['stop', 'c1']],
  ],
  [
    'stop with a time, by the flag that every Docker has',
    { word: 'stop', container: 'c1', timeSeconds: 45 },
    [find('c1'), ['stop', '-t', '45', 'c1']],
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
    ['stop', { word: 'stop', container: 'c1', timeSeconds: 1 }],
  ])('%s does nothing when the container is not there', async (_title, word) => {
    const home = makeHome()
    home.dockerSays(nothing)
    expect((await say([word], home, shell)).code).toBe(0)
    expect(home.dockerCalls()).toEqual([find('c1')])
  })

  test.each(there)("%s fails with docker's own words when docker refuses", async (_title, word) => {
    const home = makeHome()
    home.dockerSays(`${lists('0123456789ab')}
      [ "$2" = ls ] || { echo 'Error: no such thing' >&2; exit 1; }`)
    const answer = await say([word], home, shell)
    expect(answer).toMatchObject({ code: 1, failedAt: 0, stderr: 'Error: no such thing\n' })
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

const run = [
  ...'run --name kamal-proxy --network kamal --detach --restart unless-stopped'.split(' '),
  ...['--volume', 'kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy'],
]

describe.each(shells)('the boot of the proxy, carried out by $name', (shell) => {
  const boot = (...args: readonly string[]): Word => ({
    word: 'boot-proxy',
    run: args.map((raw) => ({ raw })),
  })
  const absent = '[ "$2" != start ]'

  test('starts the container that is there', async () => {
    const home = makeHome()
    expect((await say([boot()], home, shell)).code).toBe(0)
    expect(home.dockerCalls()).toEqual([['container', 'start', 'kamal-proxy']])
  })

  test("runs Kamal's defaults when there is none", async () => {
    const home = makeHome()
    home.dockerSays(absent)
    expect((await say([boot()], home, shell)).code).toBe(0)
    expect(home.dockerCalls()[1]).toEqual([
      ...run,
      ...['--volume', `${home.path}/.kamal/proxy/apps-config:/home/kamal-proxy/.apps-config`],
      ...'--publish 80:80 --publish 443:443 --log-opt max-size=10m'.split(' '),
      'basecamp/kamal-proxy:v0.9.2',
    ])
  })

  test('runs what the files of kamal proxy boot_config say', async () => {
    const home = makeHome()
    home.dockerSays(absent)
    home.put('.kamal/proxy/options', '--publish 8080:80 --log-opt max-size=5m\n')
    home.put('.kamal/proxy/image', 'r.test/proxy\n')
    home.put('.kamal/proxy/image_version', 'v0.9.9\n')
    home.put('.kamal/proxy/run_command', 'kamal-proxy run --debug\n')
    expect((await say([boot()], home, shell)).code).toBe(0)
    expect(home.dockerCalls()[1]?.slice(-8)).toEqual(
      '--publish 8080:80 --log-opt max-size=5m r.test/proxy:v0.9.9 kamal-proxy run --debug'.split(
        ' ',
      ),
    )
  })

  test('runs what proxy.run says, whatever those files say', async () => {
    const home = makeHome()
    home.dockerSays(absent)
    home.put('.kamal/proxy/image', 'r.test/proxy\n')
    expect((await say([boot('--publish 81:80', 'p:v1')], home, shell)).code).toBe(0)
    expect(home.dockerCalls()[1]?.slice(-3)).toEqual(['--publish', '81:80', 'p:v1'])
  })

  test('fails when it can neither start nor run', async () => {
    const home = makeHome()
    home.dockerSays('echo no >&2; exit 125')
    const answer = await say([boot('p:v1')], home, shell)
    expect(answer).toMatchObject({ code: 125, stderr: 'no\n' })
  })
})

describe.each(shells)('the prunes, carried out by $name', (shell) => {
  test('the newest stopped containers stay', async () => {
    const home = makeHome()
    home.dockerSays('[ "$1" != ps ] || printf "%s\\n" c7 c6 c5 c4 c3 c2 c1')
    const word: Word = { word: 'prune-containers', service: 'app', retain: 5 }
    expect(await say([word], home, shell)).toMatchObject({ code: 0, stdout: '' })
    expect(home.dockerCalls()).toEqual([
      'ps -q -a --filter label=service=app --filter status=created --filter status=exited --filter status=dead'.split(
        ' ',
      ),
      ['rm', 'c2'],
      ['rm', 'c1'],
    ])
  })

  const images = `case "$1 $2" in
    "image ls") printf '%s\\n' 'i1 r/app:v1' 'i2 r/app:v2' 'i3 r/app:v3' 'i3 r/app:latest' 'i4 r/app:<none>' 'i5 r/app:v10' ;;
    "container ls") printf '%s\\n' 'r/app:v3\\|' ;;
    esac`
  const prune: Word = { word: 'prune-images', service: 'app', latest: 'r/app:latest' }

  test('images in use, the latest and those without a tag stay', async () => {
    const home = makeHome()
    home.dockerSays(images)
    expect(await say([prune], home, shell)).toMatchObject({ code: 0, stdout: '' })
    const calls = home.dockerCalls()
    expect(calls[0]).toEqual('image prune --force --filter label=service=app'.split(' '))
    expect(calls.filter(([verb]) => verb === 'rmi')).toEqual([
      ['rmi', 'r/app:v1'],
      ['rmi', 'r/app:v2'],
      ['rmi', 'r/app:v10'],
    ])
  })

  test('one that cannot be removed does not keep the others, and is told', async () => {
    const home = makeHome()
    home.dockerSays(`${images}\n[ "$*" != 'rmi r/app:v1' ] || { echo conflict >&2; exit 1; }`)
    const answer = await say([prune], home, shell)
    expect(answer).toMatchObject({ code: 1, stderr: 'conflict\n' })
    expect(home.dockerCalls()).toContainEqual(['rmi', 'r/app:v10'])
  })

  test('a prune of dangling images that fails is told as well', async () => {
    const home = makeHome()
    home.dockerSays(`${images}\n[ "$2" != prune ] || exit 7`)
    expect((await say([prune], home, shell)).code).toBe(7)
    const tried = await say([{ word: 'try', does: prune, as: 'w' }], home, shell)
    expect(tried).toMatchObject({ code: 0, values: { w: 'prune-images' } })
  })
})
