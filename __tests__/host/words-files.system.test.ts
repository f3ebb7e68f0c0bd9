import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Word } from '../../src/host/word.ts'
import { makeHome, say, shells, startText, textOf, type Home } from './shells.ts'

const write = (path: string, text: string, mode = '600'): Word => ({
  word: 'write',
  path,
  text,
  mode,
})

const modeOf = (home: Home, path: string): string =>
  (statSync(join(home.path, path)).mode & 0o7777).toString(8)

describe.each(shells)('words about files, carried out by $name', (shell) => {
  test.each([
    ['shell syntax', `it's $HOME \`id\` $(id) "x" \\n %s ; & | < > * ? [a] !\n#`],
    ['any language', 'Grüße, 你好, 🚢\n'],
    ['line breaks at both ends', '\n\na\n\n'],
    ['control characters', '\u0001\u0007\u001b\u007f\r\t'],
    ['nothing', ''],
    ['a leading dash', '-n -e --'],
    ['200 kB', 'x'.repeat(200_000)],
  ])('write and read back %s', async (_title, text) => {
    const words = [write('f', text), { word: 'read', path: 'f', as: 'f' } as const]
    expect((await say(words, makeHome(), shell)).values).toEqual({ f: text })
  })

  test.each(['600', '644'])('write gives the mode %s, whatever the umask', async (mode) => {
    const home = makeHome()
    await startText(`umask 000\n${textOf([write('f', 'x', mode)])}`, home, shell).answer
    expect(modeOf(home, 'f')).toBe(mode)
  })

  test('a full disk fails a write, leaves the old text and no other file', async () => {
    const home = makeHome()
    home.put('f', 'old')
    const text = textOf([write('f', 'x'.repeat(9000))])
    // A limit on the size of files stands in for the full disk: writing fails in the same place.
    const answer = await startText(`ulimit -f 1\n${text}`, home, shell).answer
    expect(answer).toMatchObject({ code: 74, failedAt: 0 })
    expect([home.text('f'), readdirSync(home.path).sort()]).toEqual(['old', ['bin', 'f']])
  })

  test('a line that finds no room fails', async () => {
    const home = makeHome()
    symlinkSync('/dev/full', join(home.path, 'log'))
    const answer = await say([{ word: 'append', path: 'log', text: 'x\n' }], home, shell)
    expect([answer.code === 0, answer.failedAt]).toEqual([false, 0])
  })

  test('a write into a folder that is not there fails', async () => {
    expect(await say([write('none/f', 'x')], makeHome(), shell)).toMatchObject({ code: 74 })
  })

  test('append adds, dir makes what is missing and accepts what is there', async () => {
    const home = makeHome()
    const words: readonly Word[] = [
      { word: 'dir', path: 'a/b' },
      { word: 'dir', path: 'a/b' },
      { word: 'append', path: 'a/b/log', text: '1\n' },
      { word: 'append', path: 'a/b/log', text: "it's 2\n" },
    ]
    expect((await say(words, home, shell)).code).toBe(0)
    expect(home.text('a/b/log')).toBe("1\nit's 2\n")
  })

  test('move renames over what is there, and does nothing without a source', async () => {
    const home = makeHome()
    home.put('a b', 'new')
    home.put('to', 'old')
    const move: Word = { word: 'move', from: 'a b', to: 'to' }
    expect((await say([move, move], home, shell)).code).toBe(0)
    expect([home.text('to'), home.has('a b')]).toEqual(['new', false])
  })

  test('move never puts a folder into another', async () => {
    const home = makeHome()
    home.put('one/f', '1')
    home.put('two/f', '2')
    const answer = await say([{ word: 'move', from: 'one', to: 'two' }], home, shell)
    expect([answer.code === 0, home.text('one/f'), home.has('two/one')]).toEqual([
      false,
      '1',
      false,
    ])
  })

  test('remove takes folders whole and is content when nothing is there', async () => {
    const home = makeHome()
    home.put('one/two/f', '1')
    const remove: Word = { word: 'remove', path: 'one' }
    expect([(await say([remove, remove], home, shell)).code, home.has('one')]).toEqual([0, false])
  })

  test('publish puts a folder where nothing is, and leaves what is there', async () => {
    const home = makeHome()
    home.put('mine/f', 'mine')
    home.put('yours/f', 'yours')
    const publish = (from: string): Word => ({ word: 'publish', from, to: 'place' })
    const answer = await say([publish('mine'), publish('yours'), publish('absent')], home, shell)
    expect([answer.code, home.text('place/f'), home.text('yours/f')]).toEqual([0, 'mine', 'yours'])
    expect(readdirSync(join(home.path, 'place'))).toEqual(['f'])
  })

  test('what is absent is not found; what is empty is found empty', async () => {
    const home = makeHome()
    home.put('empty', '')
    mkdirSync(join(home.path, 'folder'))
    const words: readonly Word[] = [
      { word: 'read', path: 'absent', as: 'absent' },
      { word: 'read', path: 'folder', as: 'no-file' },
      { word: 'read', path: 'empty', as: 'empty' },
      { word: 'list', path: 'absent', as: 'no-folder' },
      { word: 'list', path: 'folder', as: 'folder' },
      { word: 'read-each', path: 'absent', file: 'f', as: 'each' },
    ]
    const answer = await say(words, home, shell)
    expect(answer).toMatchObject({ code: 0, values: { empty: '', folder: '' } })
    expect(Object.keys(answer.values)).toHaveLength(2)
  })

  test('list names every file, hidden ones too; read-each reads one file of each folder', async () => {
    const home = makeHome()
    home.put('f/.hidden/j', '1')
    home.put('f/b/j', '5')
    home.put('f/a b/j', '2\n')
    home.put('f/other/k', '3')
    home.put('f/j', '4')
    const words: readonly Word[] = [
      { word: 'list', path: 'f', as: 'names' },
      { word: 'read-each', path: 'f', file: 'j', as: 'each' },
    ]
    const { values } = await say(words, home, shell)
    expect(values['each/b']).toBe('5')
    expect(values['names']?.split('\n').sort()).toEqual(['.hidden', 'a b', 'b', 'j', 'other'])
    // A name with a space is none of ours and can't be told from a name and a value.
    expect(Object.keys(values).sort()).toEqual(['each/b', 'names'])
  })

  test('bytes that are no text do not harm what follows', async () => {
    const home = makeHome()
    writeFileSync(join(home.path, 'bytes'), Buffer.from([0xff, 0xfe, 0, 10, 64]))
    const words: readonly Word[] = [
      { word: 'read', path: 'bytes', as: 'bytes' },
      { word: 'append', path: 'after', text: 'x' },
    ]
    const answer = await say(words, home, shell)
    expect([answer.code, answer.values['bytes']]).toEqual([0, '\ufffd\ufffd\0\n@'])
  })

  test('free disk and memory are numbers; the disk of a missing path is not known', async () => {
    const words: readonly Word[] = [
      { word: 'free-disk', path: '/', as: 'disk' },
      { word: 'free-disk', path: '/nowhere', as: 'none' },
      { word: 'free-memory', as: 'memory' },
    ]
    const { values, code } = await say(words, makeHome(), shell)
    expect(code).toBe(0)
    expect(values['disk']).toMatch(/^\d+\n$/)
    expect(values['memory']).toMatch(/^\d+\n$/)
    expect(values['none']).toBe('')
  })
})

describe('publishing one folder from many places at once', () => {
  test('exactly one of fifty wins, and it wins whole', async () => {
    const home = makeHome()
    const rivals = Array.from({ length: 50 }, (_, index) => `rival-${String(index)}`)
    const answers = rivals.map((rival) =>
      say(
        [
          { word: 'dir', path: rival },
          write(`${rival}/name`, rival),
          { word: 'publish', from: rival, to: 'place' },
          { word: 'read', path: 'place/name', as: 'winner' },
        ],
        home,
      ),
    )
    const winners = new Set((await Promise.all(answers)).map(({ values }) => values['winner']))
    expect(winners.size).toBe(1)
    expect(rivals.filter((rival) => !home.has(rival))).toEqual([...winners])
    expect(readdirSync(join(home.path, 'place'))).toEqual(['name'])
  }, 30_000)
})
