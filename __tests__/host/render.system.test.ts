import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Word } from '../../src/host/word.ts'
import { parseScriptOutput } from '../../src/host/render.ts'
import { makeHome, say, shells, startText, textOf } from './shells.ts'

const append = (text: string): Word => ({ word: 'append', path: 'log', text })
const readLog: Word = { word: 'read', path: 'log', as: 'log' }

describe.each(shells)('a script carried out by $name', (shell) => {
  test('carries out its words in order and says what it found', async () => {
    const answer = await say([append('1'), append('2'), readLog, append('3')], makeHome(), shell)
    expect(answer).toMatchObject({ code: 0, failedAt: undefined, values: { log: '12' } })
  })

  test('stops at the first word that fails, says which, and keeps what was found before', async () => {
    const home = makeHome()
    const failing: Word = { word: 'append', path: 'no-folder/log', text: 'x' }
    const answer = await say([append('1'), readLog, failing, append('2')], home, shell)
    expect(answer.code).not.toBe(0)
    expect(answer).toMatchObject({ failedAt: 2, values: { log: '1' } })
    expect(home.text('log')).toBe('1')
  })

  test('keeps the exit code that a word chose', async () => {
    const word: Word = { word: 'holds-lock', journal: 'nowhere', token: 'a' }
    expect(await say([append('1'), word], makeHome(), shell)).toMatchObject({
      code: 79,
      failedAt: 1,
    })
  })

  test('gives no standard input to its commands', async () => {
    const home = makeHome()
    home.dockerSays('cat >"$HOME/stdin"')
    await say([{ word: 'start', container: 'one' }, append('went on')], home, shell)
    expect([home.text('stdin'), home.text('log')]).toEqual(['', 'went on'])
  })

  test('goes on after a word that was only tried, and tells which one failed', async () => {
    const home = makeHome()
    home.dockerSays('[ "$1" != tag ]')
    const tried: Extract<Word, { word: 'try' }> = {
      word: 'try',
      does: { word: 'tag', image: 'a', as: 'b' },
      as: 'warning-tag',
    }
    const write: Word = { word: 'write', path: 'no-folder/x', text: '', mode: '600' }
    const answer = await say(
      [tried, { word: 'try', does: write, as: 'w' }, append('1')],
      home,
      shell,
    )
    expect(answer).toMatchObject({ code: 0, values: { 'warning-tag': 'tag', w: 'write' } })
    const quiet = await say(
      [{ ...tried, does: { word: 'append', path: 'log', text: '2' } }],
      home,
      shell,
    )
    expect([quiet.values, home.text('log')]).toEqual([{}, '12'])
  })

  test('an empty script does nothing and succeeds', async () => {
    expect(await say([], makeHome(), shell)).toMatchObject({ code: 0, values: {} })
  })
})

describe('a script that was received in part', () => {
  const secret = 'it\'s "$HOME" `id`\n}\nseaworthy\n'
  const words: readonly Word[] = [
    append('x'),
    { word: 'write', path: 'file', text: secret, mode: '600' },
    { word: 'try', does: { word: 'tag', image: 'a', as: 'b' }, as: 'w' },
  ]

  test.each(shells)(
    'does nothing, wherever it was cut: $name',
    async (shell) => {
      const home = makeHome()
      const whole = textOf(words)
      const complete = whole.trimEnd().length
      // Every cut of the text in one shell after the other: thousands of processes would say the same.
      const cut = Array.from({ length: complete }, (_, length) => whole.slice(0, length))
      cut.forEach((text, length) => writeFileSync(join(home.path, `cut-${String(length)}`), text))
      const again = [shell.command, ...shell.args].join(' ')
      const loop = `n=0; while [ $n -lt ${String(complete)} ]; do ${again} <cut-$n >/dev/null 2>&1; n=$((n+1)); done`
      expect((await startText(`${loop}\n`, home).answer).code).toBe(0)
      expect([home.has('log'), home.has('file'), home.dockerCalls()]).toEqual([false, false, []])
      await startText(whole, home, shell).answer
      expect([home.text('log'), home.text('file')]).toEqual(['x', secret])
    },
    60_000,
  )
})

describe('what a script printed', () => {
  test('is read line by line; what is not ours is passed over', () => {
    const printed = [
      'Warning: something',
      '@seaworthy value a aGk=',
      'no newline before\n@seaworthy value empty ',
      '@seaworthy value wrapped/name dsO8\r'.replace('\r', ''),
      '@seaworthy failed 3',
      'x @seaworthy failed 9',
    ].join('\n')
    expect(parseScriptOutput(printed)).toEqual({
      values: { a: 'hi', empty: '', 'wrapped/name': 'vü' },
      failedAt: 3,
    })
  })

  test('of nothing is nothing', () => {
    expect(parseScriptOutput('')).toEqual({ values: {}, failedAt: undefined })
  })
})
