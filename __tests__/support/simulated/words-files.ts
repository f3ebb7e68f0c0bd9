import type { Word } from '../../../src/host/word.ts'
import { exists, isFolder, makeFolder, putFile, removeAll, rename } from './files.ts'
import type { Machine } from './machine.ts'
import type { Said } from './proxy.ts'

type Of<K extends Word['word']> = Extract<Word, { word: K }>

export const ok: Said = { code: 0, stderr: '' }
export const failed = (code: number, stderr = ''): Said => ({
  code,
  stderr: stderr && `${stderr}\n`,
})

const noFolder = (path: string): string => `cannot create ${path}: Directory nonexistent`

/** Words that change files. */
export const sayFile = (
  { files, full }: Machine,
  word: Of<'dir' | 'write' | 'append' | 'move' | 'publish' | 'remove'>,
): Said => {
  switch (word.word) {
    case 'dir':
      if (full && !isFolder(files, word.path)) return failed(1, 'mkdir: No space left on device')
      return makeFolder(files, word.path)
        ? ok
        : failed(1, `mkdir: cannot create directory '${word.path}': File exists`)
    case 'write':
      if (full) return failed(74, 'printf: I/O error')
      return putFile(files, word.path, word.text) ? ok : failed(74, noFolder(`${word.path}.new`))
    case 'append':
      if (full) return failed(2, 'printf: I/O error')
      return putFile(files, word.path, (files.get(word.path) ?? '') + word.text)
        ? ok
        : failed(2, noFolder(word.path))
    case 'move': {
      const refused = exists(files, word.from) ? rename(files, word.from, word.to) : undefined
      return refused === undefined ? ok : failed(1, refused)
    }
    case 'publish':
      if (!exists(files, word.to)) rename(files, word.from, word.to)
      return ok
    case 'remove':
      removeAll(files, word.path)
      return ok
  }
}
