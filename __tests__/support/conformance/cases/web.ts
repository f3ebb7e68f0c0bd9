import type { Word } from '../../../../src/host/word.ts'
import { say, type Case } from '../case.ts'
import { network, proxy, pulled, repository, type Ground } from './ground.ts'

const dir = (path: string): Word => ({ word: 'dir', path })
const write = (path: string, text: string, mode = '644'): Word => ({
  word: 'write',
  ...{ path, text, mode },
})
const read = (path: string): Word => ({ word: 'read', path, as: path })
const list = (path: string): Word => ({ word: 'list', path, as: `${path}/` })
const remove = (path: string): Word => ({ word: 'remove', path })

const extract = (from: string): Word => ({
  word: 'extract-assets',
  image: `${repository}:v1`,
  helper: 'conform-web-assets',
  from,
  to: 't/out',
})
const mix = (from: string, to: string, make = false): Word => ({
  word: 'mix',
  ...{ from, to, make, note: `t/notes/${to.replaceAll('/', '-')}` },
})
const unmix = (to: string): Word => ({
  word: 'unmix',
  ...{ to, note: `t/notes/${to.replaceAll('/', '-')}` },
})
const paths = { staged: 't/s', path: 't/p', before: 't/b' }
const swap: Word = { word: 'swap', ...paths }
const back: Word = { word: 'swap-back', ...paths }
const three: readonly Word[] = [list('t'), read('t/s/x'), read('t/p/x'), read('t/b/x')]

const one = (title: string, ...words: readonly Word[]): Case => ({ title, says: [say(...words)] })

const extractCases = (ground: Ground): readonly Case[] => [
  {
    title: 'extract-assets copies a folder out of an image, in place of what was there',
    says: [
      ...pulled(ground, 'v1'),
      say(dir('t/out'), write('t/out/old', 'x')),
      say(extract('/public'), list('t/out'), read('t/out/a.css'), read('t/out/js/deep/b.js')),
    ],
  },
  {
    title: 'extract-assets fails without the folder',
    says: [...pulled(ground, 'v1'), say(dir('t'), extract('/no')), say(list('t/out'))],
  },
  {
    title: 'extract-assets fails without the image',
    says: [say(dir('t'), extract('/public')), say(list('t/out'))],
  },
]

const files: readonly Word[] = [
  dir('t/notes'),
  dir('t/new/js'),
  dir('t/old'),
  write('t/new/a', 'new'),
  write('t/new/js/b', 'new'),
  write('t/new/own', 'new'),
  write('t/old/a', 'old'),
]
const old: readonly Word[] = [list('t/old'), read('t/old/a'), read('t/old/js/b'), list('t/notes')]

const mixCases: readonly Case[] = [
  one('mix adds what is not there', ...files, mix('t/new', 't/old'), ...old),
  one('mix makes a folder where that is wanted', ...files, mix('t/new', 't/x', true), list('t/x')),
  one('mix does not make it otherwise', ...files, mix('t/new', 't/x'), list('t'), list('t/notes')),
  one('mix is content without a source', ...files, mix('t/no', 't/x', true), list('t')),
  one('unmix takes back what mix added', ...files, mix('t/new', 't/old'), unmix('t/old'), ...old),
  one(
    'unmix takes back what was added twice',
    ...files,
    mix('t/new', 't/old'),
    write('t/new/c', 'later'),
    mix('t/new', 't/old'),
    unmix('t/old'),
    ...old,
  ),
  one(
    'unmix takes away a folder that mix made',
    ...files,
    mix('t/new', 't/x', true),
    unmix('t/x'),
    list('t'),
  ),
  one(
    'unmix leaves what others have added',
    ...files,
    mix('t/new', 't/x', true),
    write('t/x/js/upload', 'theirs'),
    unmix('t/x'),
    list('t/x'),
    list('t/x/js'),
  ),
  one('unmix is content without a note', ...files, unmix('t/old'), ...old),
]

const swapCases: readonly Case[] = [
  one(
    'swap keeps what was there',
    dir('t/s'),
    write('t/s/x', 'new'),
    dir('t/p'),
    write('t/p/x', 'old'),
    swap,
    ...three,
  ),
  one('swap notes that nothing was there', dir('t/s'), write('t/s/x', 'new'), swap, ...three),
  one('swap is content without a staged folder', dir('t/p'), write('t/p/x', 'old'), swap, ...three),
  one(
    'swap-back gives back what was there',
    dir('t/s'),
    write('t/s/x', 'new'),
    dir('t/p'),
    write('t/p/x', 'old'),
    swap,
    back,
    ...three,
  ),
  one(
    'swap-back leaves nothing where nothing was',
    dir('t/s'),
    write('t/s/x', 'new'),
    swap,
    back,
    ...three,
  ),
  one(
    'swap-back is content with what was never swapped',
    dir('t/s'),
    write('t/s/x', 'new'),
    dir('t/p'),
    write('t/p/x', 'old'),
    back,
    ...three,
  ),
  one(
    'swap after swap-back takes its place again',
    dir('t/s'),
    write('t/s/x', 'new'),
    dir('t/p'),
    write('t/p/x', 'old'),
    swap,
    back,
    swap,
    ...three,
  ),
  one(
    'swap-back goes on where a swap was cut short',
    dir('t/s'),
    write('t/s/x', 'new'),
    dir('t/b'),
    write('t/b/x', 'old'),
    back,
    ...three,
  ),
]

/** Words for the files that requests are answered with. */
export const webCases = (ground: Ground): readonly Case[] => [
  ...extractCases(ground),
  ...mixCases,
  ...swapCases,
  {
    title: 'let-proxy-read opens a folder to the proxy',
    says: [
      network,
      proxy,
      say(
        dir('t'),
        write('t/key.pem', 'k', '600'),
        { word: 'let-proxy-read', folder: 't', secrets: ['key.pem'] },
        read('t/key.pem'),
        remove('t'),
      ),
    ],
  },
  one('let-proxy-read needs its folder', {
    word: 'let-proxy-read',
    folder: 't/no',
    secrets: [],
  }),
]
