import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { busyCode, fencedCode } from '../../src/host/render-fence.ts'
import type { Word } from '../../src/host/word.ts'
import { makeHome, say, shells, startText, textOf, type Home } from './shells.ts'

const owner = '.kamal/apps/app/seaworthy/owner'
const guard = (token: string): Word => ({ word: 'guard', owner, token })
const seize = (token: string, waitMs = 5000, services: readonly string[] = []): Word => ({
  word: 'seize',
  owner,
  token,
  services,
  waitMs,
})
const mark = (text: string): Word => ({ word: 'append', path: 'marks', text })

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${String(pid)}/stat`) &&
  !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ')

const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 500 && !holds(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).toBe(true)
}

/** A guarded script that would hang in `docker start` for a minute, having noted its docker's pid. */
const hang = (token: string, shell: (typeof shells)[number], home: Home, ignore = '') => {
  home.dockerSays(`case "$1" in start) echo $$ >"$HOME/hung"; ${ignore} exec sleep 60 ;; esac`)
  return startText(
    textOf([guard(token), { word: 'start', container: 'c' }, mark('went on')]),
    home,
    shell,
  )
}

describe.each(shells)('the fence of a host, in $name', (shell) => {
  test('lets the owner change the host, and nobody else', async () => {
    const home = makeHome()
    expect((await say([seize('a'), guard('a'), mark('a')], home, shell)).code).toBe(0)
    const answer = await say([guard('b'), mark('b')], home, shell)
    expect(answer).toMatchObject({ code: fencedCode, failedAt: 0 })
    expect(answer.stderr).toBe('another run owns this host now\n')
    expect((await say([seize('b')], home, shell)).code).toBe(0)
    expect((await say([guard('a'), mark('a')], home, shell)).code).toBe(fencedCode)
    expect([home.text('marks'), home.text(owner)]).toEqual(['a', 'b'])
  })

  test('a host that nobody has seized is nobody’s', async () => {
    expect(await say([guard('a')], makeHome(), shell)).toMatchObject({ code: fencedCode })
  })

  test('a host whose disk takes no owner is not taken for seized', async () => {
    const home = makeHome()
    await say([seize('a')], home, shell)
    // As on a full disk: the file that is to be written can't be.
    home.put(`${owner}.new.b/in-the-way`, '')
    const answer = await say([seize('b'), mark('b')], home, shell)
    expect(answer.failedAt).toBe(0)
    expect([home.has('marks'), home.text(owner)]).toEqual([false, 'a'])
  })

  test('a script that still runs is ended, with what it started', async () => {
    const home = makeHome()
    await say([seize('a')], home, shell)
    const old = hang('a', shell, home)
    await until(() => home.has('hung') && home.text('hung') !== '')
    const docker = Number(home.text('hung'))
    expect((await say([seize('b'), mark('b')], home, shell)).code).toBe(0)
    expect((await old.answer).code).toBeNull()
    await until(() => !isAlive(docker))
    expect(home.text('marks')).toBe('b')
  }, 20_000)

  test('one that will not end politely is killed', async () => {
    const home = makeHome()
    await say([seize('a')], home, shell)
    // A command that ignores the signal keeps the shell waiting as well as itself.
    const old = hang('a', shell, home, "trap '' TERM;")
    await until(() => home.has('hung') && home.text('hung') !== '')
    const docker = Number(home.text('hung'))
    expect((await say([seize('b')], home, shell)).code).toBe(0)
    await until(() => !isAlive(docker))
    expect((await old.answer).code).toBeNull()
  }, 20_000)

  test('the same token seizes again: what it said before is ended too', async () => {
    const home = makeHome()
    await say([seize('a')], home, shell)
    const old = hang('a', shell, home)
    await until(() => home.has('hung') && home.text('hung') !== '')
    expect((await say([seize('a'), guard('a'), mark('again')], home, shell)).code).toBe(0)
    expect((await old.answer).code).toBeNull()
    expect(home.text('marks')).toBe('again')
  }, 20_000)

  test('a late script of an old run hides nobody from the next', async () => {
    const home = makeHome()
    await say([seize('b')], home, shell)
    const running = hang('b', shell, home)
    await until(() => home.has('hung') && home.text('hung') !== '')
    expect((await say([guard('a')], home, shell)).code).toBe(fencedCode)
    expect((await say([seize('c')], home, shell)).code).toBe(0)
    expect((await running.answer).code).toBeNull()
  }, 20_000)

  test('a process that was given the pid of an old script is left alone', async () => {
    const home = makeHome()
    await say([seize('a')], home, shell)
    const stranger = startText('sleep 30\n', home)
    const pid = String(stranger.child.pid)
    home.put(`${owner}.pid.a`, `${pid} ${pid} 12345\n`)
    expect((await say([seize('b')], home, shell)).code).toBe(0)
    expect(isAlive(Number(pid))).toBe(true)
    process.kill(-Number(pid), 'SIGKILL')
    await stranger.answer
  })

  test.each([
    ['empty', ''],
    ['torn', '1'],
    ['garbage', 'x y z\n'],
  ])('a note that is %s ends nobody', async (_title, text) => {
    const home = makeHome()
    await say([seize('a')], home, shell)
    home.put(`${owner}.pid.a`, text)
    expect((await say([seize('b')], home, shell)).code).toBe(0)
    expect(home.has(`${owner}.pid.a`)).toBe(false)
  })

  test('where sessions share one process group, the script ends and the group lives on', async () => {
    const home = makeHome()
    await say([seize('a')], home, shell)
    home.put('old.sh', textOf([guard('a'), { word: 'start', container: 'c' }, mark('went on')]))
    home.put('new.sh', textOf([seize('b'), guard('b'), mark('new')]))
    home.dockerSays('case "$1" in start) echo $$ >"$HOME/hung"; exec sleep 60 ;; esac')
    const of = [shell.command, ...shell.args].join(' ')
    const both = startText(
      `${of} <old.sh >/dev/null & while [ ! -s hung ]; do sleep 0.05; done\n` +
        `${of} <new.sh >/dev/null; printf ' server lives' >>marks; kill -9 $(cat hung); wait\n`,
      home,
    )
    expect((await both.answer).code).toBe(0)
    expect(home.text('marks')).toBe('new server lives')
  }, 20_000)
})

describe('two runs at the fence at once', () => {
  test('an old script is fenced or ended, however they interleave: it never outlives a seize', async () => {
    const home = makeHome()
    for (let round = 0; round < 40; round += 1) {
      const [mine, next] = [`a${String(round)}`, `b${String(round)}`]
      await say([seize(mine)], home)
      // The old script would write its mark 60 ms after its guard, when the seize has long ended.
      home.dockerSays('[ "$1" != start ] || sleep 0.06')
      const late = [guard(mine), { word: 'start', container: 'c' }, mark(`${mine} `)] as const
      const old = startText(textOf(late), home)
      await new Promise((resolve) => setTimeout(resolve, round / 2))
      expect((await say([seize(next)], home)).code).toBe(0)
      const before = home.has('marks') ? home.text('marks') : ''
      await old.answer
      expect(home.has('marks') ? home.text('marks') : '').toBe(before)
    }
  }, 60_000)
})

describe.each(shells)("another run's deploy inside the proxy, waited for in $name", (shell) => {
  const top = (args: string): string =>
    `[ "$1" != top ] || { echo 'PID COMMAND'; echo '7 kamal-proxy run'; echo '9 ${args}'; }`

  test.each([
    ['deploys this service', 'kamal-proxy deploy app-web --target=x:80', busyCode],
    ['removes this service', 'kamal-proxy remove app-web', busyCode],
    ['deploys another service', 'kamal-proxy deploy app-web2 --target=x:80', 0],
    ['deploys one with a longer name', 'kamal-proxy deploy my-app-web --target=x:80', 0],
    ['lists', 'kamal-proxy list', 0],
  ])('that %s', async (_title, args, code) => {
    const home = makeHome()
    home.dockerSays(top(args))
    const answer = await say([seize('a', 300, ['app-web', 'app-api']), mark('on')], home, shell)
    expect([answer.code, home.has('marks')]).toEqual([code, code === 0])
  })

  test('goes on as soon as it has ended', async () => {
    const home = makeHome()
    home.dockerSays(
      `[ "$1" != top ] || [ -f "$HOME/third" ] || { echo '9 kamal-proxy deploy app-web -x'; [ ! -f "$HOME/twice" ] || : >"$HOME/third"; : >"$HOME/twice"; }`,
    )
    expect((await say([seize('a', 60_000, ['app-web'])], home, shell)).code).toBe(0)
    expect(home.dockerCalls()).toHaveLength(3)
  })

  test('a host without a proxy has none', async () => {
    const home = makeHome()
    home.dockerSays('echo "no such container" >&2; exit 1')
    const answer = await say([seize('a', 300, ['app-web'])], home, shell)
    expect(answer).toMatchObject({ code: 0, stderr: '' })
  })
})
