import type { Word } from '../../../../src/host/word.ts'
import { say, type Case } from '../case.ts'

const dir = (path: string): Word => ({ word: 'dir', path })
const put = (path: string, text: string): Word => ({
  word: 'put',
  path,
  base64: Buffer.from(text).toString('base64'),
  mode: '640',
})
const own = (path: string, mode?: string, owner?: string): Word => ({
  word: 'own',
  path,
  mode,
  owner,
})
const read = (path: string): Word => ({ word: 'read', path, as: path })
const list = (path: string): Word => ({ word: 'list', path, as: `${path}/` })
const program = (name: string): Word => ({ word: 'find-program', program: name, as: name })

const one = (title: string, ...words: readonly Word[]): Case => ({ title, says: [say(...words)] })

/** What brings a host up, and what an accessory gets to see. */
export const bareCases: readonly Case[] = [
  one('put makes a file of any text', dir('t'), put('t/a', "it's\n$HOME é\0\n"), read('t/a')),
  one(
    'put replaces a file',
    dir('t'),
    put('t/a', 'longer'),
    put('t/a', ''),
    read('t/a'),
    list('t'),
  ),
  one('put needs its folder', put('t/a', 'x'), read('t/a')),
  one('own is content with a folder and with a file', dir('t'), own('t', '750', 'root:root')),
  one('own with nothing to do does nothing', own('t/no')),
  one('own of a mode needs something there', own('t/no', '750')),
  one('own of an owner needs something there', own('t/no', undefined, 'root')),
  one('find-program finds Docker, and not what is not there', program('docker'), program('nix')),
  one(
    'install-docker leaves a Docker that is there',
    { word: 'install-docker' },
    program('docker'),
  ),
]
