import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Word } from '../../src/host/word.ts'
import { makeHome, say, shells, type Home } from './shells.ts'

const mode = (home: Home, path: string): string =>
  (statSync(join(home.path, path)).mode & 0o777).toString(8)

describe.each(shells)('assets out of an image, carried out by $name', (shell) => {
  const extract: Word = {
    word: 'extract-assets',
    image: 'r/app:v2',
    helper: 'app-web-assets',
    from: '/rails/public/assets',
    to: 'work/extracted-web',
  }

  test("are copied in Kamal's words, into a folder without old files", async () => {
    const home = makeHome()
    home.put('work/extracted-web/old', '')
    expect(await say([extract], home, shell)).toMatchObject({ code: 0, stderr: '' })
    expect(home.has('work/extracted-web/old')).toBe(false)
    expect(home.dockerCalls()).toEqual([
      'container rm app-web-assets'.split(' '),
      'container create --pull never --name app-web-assets r/app:v2'.split(' '),
      'container cp -L app-web-assets:/rails/public/assets/. work/extracted-web'.split(' '),
      'container rm app-web-assets'.split(' '),
    ])
  })

  test.each([
    ['Could not find the file /rails/public/assets/. in container app-web-assets', 82],
    ['no space left on device', 1],
  ])('that can not be copied leave no container: %s', async (text, code) => {
    const home = makeHome()
    home.dockerSays(`[ "$2" != cp ] || { echo 'Error response from daemon: ${text}' >&2; exit 1; }`)
    const answer = await say([extract], home, shell)
    expect(answer).toMatchObject({ code, failedAt: 0, stderr: expect.stringContaining(text) })
    expect(home.dockerCalls().at(-1)).toEqual('container rm app-web-assets'.split(' '))
  })
})

describe.each(shells)('files that versions share, carried out by $name', (shell) => {
  const note = 'work/mixed/web-v1'
  const mix = (from: string, to: string, make = false): Word => ({
    word: 'mix',
    ...{ from, to, make, note: `work/mixed/${to}` },
  })
  const unmix = (to: string): Word => ({ word: 'unmix', to, note: `work/mixed/${to}` })
  const folder: Word = { word: 'dir', path: 'work/mixed' }

  test('are added, what is there is kept, and all of it can be taken back', async () => {
    const home = makeHome()
    home.put('new/a b.css', 'new')
    home.put('new/deep/er/x.js', 'new')
    home.put('new/same.js', 'new')
    home.put('old/same.js', 'old')
    home.put('old/own.js', 'old')
    expect(await say([folder, mix('new', 'old')], home, shell)).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect([home.text('old/a b.css'), home.text('old/same.js')]).toEqual(['new', 'old'])
    expect(home.text('old/deep/er/x.js')).toBe('new')
    expect((await say([mix('new', 'old'), unmix('old'), unmix('old')], home, shell)).code).toBe(0)
    expect(['a b.css', 'deep', 'same.js', 'own.js'].map((name) => home.has(`old/${name}`))).toEqual(
      [false, false, true, true],
    )
    expect(home.has('work/mixed/old')).toBe(false)
  })

  test('a folder is made only where that is wanted, and goes again', async () => {
    const home = makeHome()
    home.put('new/a', '1')
    await say([folder, mix('new', 'none'), mix('no', 'none', true)], home, shell)
    expect(home.has('none')).toBe(false)
    await say([mix('new', 'made', true)], home, shell)
    expect(home.text('made/a')).toBe('1')
    expect((await say([unmix('made')], home, shell)).code).toBe(0)
    expect(home.has('made')).toBe(false)
  })

  test('an empty folder that others have mounted stays', async () => {
    const home = makeHome()
    home.put('new/a', '1')
    mkdirSync(join(home.path, 'old'))
    await say([folder, mix('new', 'old'), unmix('old')], home, shell)
    expect(existsSync(join(home.path, 'old'))).toBe(true)
  })

  test('what an app has put there itself stays', async () => {
    const home = makeHome()
    home.put('new/deep/a', '1')
    await say([folder, mix('new', 'made', true)], home, shell)
    home.put('made/deep/upload', 'x')
    expect((await say([unmix('made')], home, shell)).code).toBe(0)
    expect([home.has('made/deep/a'), home.has('made/deep/upload')]).toEqual([false, true])
  })

  test('nothing outside of the folder is taken away, whatever names say', async () => {
    const home = makeHome()
    home.put('precious', 'x')
    home.put('outside/a', 'x')
    home.put(`new/x\n${home.path}/precious`, '')
    home.put('new/link/a', '')
    await say([folder, mix('new', 'made', true)], home, shell)
    await say([{ word: 'remove', path: 'made/link' }], home, shell)
    symlinkSync('../outside', join(home.path, 'made/link'))
    await say([unmix('made')], home, shell)
    expect([home.has('precious'), home.has('outside/a')]).toEqual([true, true])
  })

  test.each([
    ['into a folder that is there', 'old', './a\n'],
    ['into one that is made', 'made', '.\n./a\n'],
  ])(
    'a copy that fails is told, what it was about to add is noted: %s',
    async (_title, to, noted) => {
      const home = makeHome()
      home.put('new/a', '1')
      home.put('old/b', '1')
      // A function of the shell: root may write anywhere, and busybox has a cp of its own.
      const broken: Word = { word: 'create', name: 'x', args: [{ raw: '; cp() { return 1; }' }] }
      const answer = await say([folder, broken, mix('new', to, true)], home, shell)
      expect(answer).toMatchObject({ code: to === 'old' ? 74 : 1, failedAt: 2 })
      expect(home.text(`work/mixed/${to}`)).toBe(noted)
    },
  )

  test('without a note there is nothing to take back', async () => {
    const home = makeHome()
    home.put('old/a', '1')
    expect((await say([{ word: 'unmix', to: 'old', note }], home, shell)).code).toBe(0)
    expect(home.has('old/a')).toBe(true)
  })
})

describe.each(shells)('a folder that takes the place of another, carried out by $name', (shell) => {
  const paths = { staged: 's', path: 'p', before: 'b' }
  const swap: Word = { word: 'swap', ...paths }
  const back: Word = { word: 'swap-back', ...paths }
  const seen = (home: Home): readonly string[] =>
    ['s', 'p', 'b'].map((name) =>
      home.has(`${name}/x`) ? home.text(`${name}/x`) : home.has(name) ? 'empty' : 'none',
    )

  const withBoth = (): Home => {
    const home = makeHome()
    home.put('s/x', 'new')
    home.put('p/x', 'old')
    return home
  }

  test('keeps what was there, and is done once', async () => {
    const home = withBoth()
    expect((await say([swap, swap], home, shell)).code).toBe(0)
    expect(seen(home)).toEqual(['none', 'new', 'old'])
  })

  test('gives the place back, and can take it anew', async () => {
    const home = withBoth()
    expect((await say([swap, back, back], home, shell)).code).toBe(0)
    expect(seen(home)).toEqual(['new', 'old', 'none'])
    expect((await say([swap], home, shell)).code).toBe(0)
    expect(seen(home)).toEqual(['none', 'new', 'old'])
  })

  test('leaves nothing where nothing was', async () => {
    const home = makeHome()
    home.put('s/x', 'new')
    await say([swap], home, shell)
    expect(seen(home)).toEqual(['none', 'new', 'empty'])
    expect((await say([back], home, shell)).code).toBe(0)
    expect(seen(home)).toEqual(['new', 'none', 'none'])
  })

  test('goes on where it was cut short', async () => {
    const home = makeHome()
    home.put('s/x', 'new')
    home.put('b/x', 'old')
    await say([swap], home, shell)
    expect(seen(home)).toEqual(['none', 'new', 'old'])
    const other = makeHome()
    other.put('s/x', 'new')
    other.put('b/x', 'old')
    await say([back], other, shell)
    expect(seen(other)).toEqual(['new', 'old', 'none'])
  })

  test('without a staged folder nothing happens', async () => {
    const home = makeHome()
    home.put('p/x', 'old')
    expect((await say([swap, back], home, shell)).code).toBe(0)
    expect(seen(home)).toEqual(['none', 'old', 'none'])
  })
})

describe.each(shells)('files for the proxy, carried out by $name', (shell) => {
  const word: Word = { word: 'let-proxy-read', folder: 't', secrets: ['key.pem'] }
  const staged = (): Home => {
    const home = makeHome()
    home.put('t/key.pem', 'k')
    chmodSync(join(home.path, 't'), 0o700)
    chmodSync(join(home.path, 't/key.pem'), 0o600)
    return home
  }

  test("a secret goes to the proxy's user and to nobody else", async () => {
    const home = staged()
    const me = String(process.getuid?.() ?? 0)
    home.dockerSays(`printf 'PID UID\\n7 ${me}\\n'`)
    expect((await say([word], home, shell)).code).toBe(0)
    expect(home.dockerCalls()).toEqual(['top kamal-proxy -eo pid,uid'.split(' ')])
    expect([mode(home, 't'), mode(home, 't/key.pem')]).toEqual(['755', '600'])
  })

  test.each(['exit 1', `printf 'PID UID\\n'`, `printf 'PID UID\\n7 nobody-here\\n'`])(
    'who it is can not be said (%s): all may read it, as with Kamal',
    async (says) => {
      const home = staged()
      home.dockerSays(says)
      expect((await say([word], home, shell)).code).toBe(0)
      expect(mode(home, 't/key.pem')).toBe('644')
    },
  )
})
