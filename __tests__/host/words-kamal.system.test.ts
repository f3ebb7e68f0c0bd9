import { describe, expect, test } from '@jest/globals'
import type { Word } from '../../src/host/word.ts'
import { makeHome, say, shells } from './shells.ts'

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
  test.each([
    [undefined, ''],
    ['staging', 'staging'],
  ])(
    'of the destination %s alone the newest stopped containers stay',
    async (destination, label) => {
      const home = makeHome()
      home.dockerSays('[ "$1" != ps ] || printf "%s\\n" c7 c6 c5 c4 c3 c2 c1')
      const word: Word = { word: 'prune-containers', service: 'app', destination, retain: 5 }
      expect(await say([word], home, shell)).toMatchObject({ code: 0, stdout: '' })
      expect(home.dockerCalls()).toEqual([
        [
          ...'ps -q -a --filter label=service=app --filter'.split(' '),
          `label=destination=${label}`,
          ...'--filter status=created --filter status=exited --filter status=dead'.split(' '),
        ],
        ['rm', 'c2'],
        ['rm', 'c1'],
      ])
    },
  )

  const images = `case "$1 $2" in
    "image ls") printf '%s\\n' 'i1 r/app:v1' 'i2 r/app:v2' 'i3 r/app:v3' 'i3 r/app:latest' 'i4 r/app:latest-staging' 'i4 r/app:<none>' 'i5 r/app:v10' ;;
    "container ls") printf '%s\\n' 'r/app:v3\\|' ;;
    esac`
  const prune: Word = { word: 'prune-images', service: 'app', repository: 'r/app' }

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
