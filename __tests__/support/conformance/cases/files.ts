import type { Word } from '../../../../src/host/word.ts'
import { say, type Case } from '../case.ts'

const dir = (path: string): Word => ({ word: 'dir', path })
const write = (path: string, text: string): Word => ({ word: 'write', path, text, mode: '644' })
const append = (path: string, text: string) => ({ word: 'append', path, text }) as const
const move = (from: string, to: string): Word => ({ word: 'move', from, to })
const publish = (from: string, to: string): Word => ({ word: 'publish', from, to })
const remove = (path: string): Word => ({ word: 'remove', path })
const read = (path: string): Word => ({ word: 'read', path, as: path })
const list = (path: string): Word => ({ word: 'list', path, as: `${path}/` })
const each = (path: string): Word => ({ word: 'read-each', path, file: 'note', as: 'each' })
const free = (path: string): Word => ({ word: 'free-disk', path, as: 'free-disk' })
const tried = (does: Exclude<Word, { word: 'try' }>): Word => ({ word: 'try', does, as: 'tried' })

const one = (title: string, ...words: readonly Word[]): Case => ({ title, says: [say(...words)] })

export const fileCases: readonly Case[] = [
  one('dir makes a folder and those above it', dir('t/a/b'), list('t'), list('t/a'), list('t/a/b')),
  one('dir is content with a folder that is there', dir('t/a'), dir('t/a'), list('t')),
  one('dir fails where a file is', dir('t'), write('t/a', 'x'), dir('t/a'), list('t')),
  one(
    'write makes a file',
    dir('t'),
    write('t/a', "it's\n$HOME `x` \\n é\n"),
    read('t/a'),
    list('t'),
  ),
  one('write replaces a file', dir('t'), write('t/a', 'longer'), write('t/a', 'x'), read('t/a')),
  one('write makes an empty file', dir('t'), write('t/a', ''), read('t/a')),
  one('write needs its folder', write('t/a', 'x'), read('t/a')),
  one(
    'append makes a file and adds to it',
    dir('t'),
    append('t/a', '1\n'),
    append('t/a', '2\n'),
    read('t/a'),
  ),
  one('append needs its folder', append('t/a', 'x'), read('t/a')),
  one(
    'move takes a file along',
    dir('t'),
    write('t/a', 'x'),
    move('t/a', 't/b'),
    read('t/b'),
    list('t'),
  ),
  one(
    'move does nothing without a source',
    dir('t'),
    write('t/b', 'x'),
    move('t/a', 't/b'),
    read('t/b'),
  ),
  one(
    'move replaces a file',
    dir('t'),
    write('t/a', '1'),
    write('t/b', '2'),
    move('t/a', 't/b'),
    read('t/b'),
    list('t'),
  ),
  one(
    'move takes a folder along',
    dir('t/a'),
    write('t/a/x', '1'),
    move('t/a', 't/b'),
    read('t/b/x'),
    list('t'),
  ),
  one(
    'move replaces an empty folder',
    dir('t/a'),
    dir('t/b'),
    write('t/a/x', '1'),
    move('t/a', 't/b'),
    list('t'),
    list('t/b'),
  ),
  one(
    'move fails at a folder with something in it',
    dir('t/a'),
    dir('t/b'),
    write('t/b/x', '1'),
    move('t/a', 't/b'),
    list('t'),
  ),
  one('move fails to make a file of a folder', dir('t/a'), write('t/b', '1'), move('t/a', 't/b')),
  one('move fails to make a folder of a file', dir('t/a'), write('t/b', '1'), move('t/b', 't/a')),
  one('move needs a place', dir('t'), write('t/a', '1'), move('t/a', 't/no/a')),
  one(
    'publish puts a folder in place',
    dir('t/a'),
    write('t/a/x', '1'),
    publish('t/a', 't/b'),
    list('t'),
    read('t/b/x'),
  ),
  one(
    'publish leaves what is there',
    dir('t/a'),
    write('t/a/x', '1'),
    dir('t/b'),
    write('t/b/x', '2'),
    publish('t/a', 't/b'),
    list('t'),
    read('t/b/x'),
  ),
  one(
    'publish leaves an empty folder',
    dir('t/a'),
    write('t/a/x', '1'),
    dir('t/b'),
    publish('t/a', 't/b'),
    list('t'),
    list('t/b'),
  ),
  one('publish does nothing without a source', dir('t'), publish('t/a', 't/b'), list('t')),
  one(
    'remove takes a folder with all in it',
    dir('t/a/b'),
    write('t/a/b/x', '1'),
    remove('t/a'),
    list('t'),
  ),
  one(
    'remove takes a file',
    dir('t'),
    write('t/a', '1'),
    write('t/ab', '2'),
    remove('t/a'),
    list('t'),
  ),
  one('remove is content with nothing', dir('t'), remove('t/a'), list('t')),
  one('read finds no folder', dir('t/a'), read('t/a'), read('t/b'), list('t')),
  one(
    'read-each finds one file in every folder',
    dir('t/a'),
    dir('t/b'),
    dir('t/c'),
    write('t/a/note', '1'),
    write('t/b/note', '2'),
    write('t/c/other', '3'),
    each('t'),
  ),
  one('read-each finds nothing where nothing is', dir('t'), each('t'), each('no')),
  one(
    'list tells every name, hidden ones too',
    dir('t'),
    write('t/b', ''),
    write('t/.a', ''),
    dir('t/c'),
    list('t'),
    list('no'),
  ),
  one('free-disk and free-memory tell numbers', dir('t'), free('t'), {
    word: 'free-memory',
    as: 'free-memory',
  }),
  one('free-disk tells nothing of what is not there', free('no')),
  one(
    'a script ends at the first word that fails',
    dir('t'),
    write('t/a', '1'),
    read('t/a'),
    write('no/a', ''),
    write('t/b', '2'),
  ),
  one('try goes on after a word that fails', dir('t'), tried(append('no/a', 'x')), list('t')),
  one(
    'try tells nothing of a word that goes well',
    dir('t'),
    tried(append('t/a', 'x')),
    read('t/a'),
  ),
  {
    title: 'what a script has done stays for the next',
    says: [say(dir('t'), write('t/a', '1')), say(append('t/a', '2')), say(read('t/a'))],
  },
]
