import { describe, expect, test } from '@jest/globals'
import { fencedCode } from '../../src/host/render-fence.ts'
import type { Word } from '../../src/host/word.ts'
import { makeHome, say, shells, startText, textOf } from './shells.ts'

const owner = '.kamal/apps/app/seaworthy/owner'
const begin = (token: string): Word => ({ word: 'begin', owner, token })
const bar = (token: string): Word => ({ word: 'bar', owner, token })
const mark = (text: string): Word => ({ word: 'append', path: 'marks', text })

const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 500 && !holds(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).toBe(true)
}

describe.each(shells)('barring what an ended run still has on its way, in $name', (shell) => {
  test('nothing begins under the token any more; other tokens go on', async () => {
    const home = makeHome()
    expect((await say([begin('a'), mark('a1')], home, shell)).code).toBe(0)
    expect((await say([bar('a')], home, shell)).code).toBe(0)
    const late = await say([begin('a'), mark('a2')], home, shell)
    expect(late).toMatchObject({ code: fencedCode, failedAt: 0 })
    expect(late.stderr).toBe('the run that sent this has ended\n')
    expect((await say([begin('b'), mark('b')], home, shell)).code).toBe(0)
    expect(home.text('marks')).toBe('a1b')
  })

  test('a script of the token that still runs is ended; one of another run is not', async () => {
    const home = makeHome()
    home.dockerSays('case "$1" in start) echo $$ >"$HOME/hung.$2"; exec sleep 2 ;; esac')
    const start = (token: string) =>
      startText(
        textOf([begin(token), { word: 'start', container: token }, mark(token)]),
        home,
        shell,
      )
    const [mine, other] = [start('a'), start('b')]
    await until(() => ['a', 'b'].every((token) => home.has(`hung.${token}`)))
    expect((await say([bar('a')], home, shell)).code).toBe(0)
    expect((await mine.answer).code).toBeNull()
    expect((await other.answer).code).toBe(0)
    expect(home.text('marks')).toBe('b')
  }, 20_000)

  test('it makes nobody the owner', async () => {
    const home = makeHome()
    await say([bar('a')], home, shell)
    expect(home.has(owner)).toBe(false)
  })
})
