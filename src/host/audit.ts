import { pathsOf } from './names.ts'
import type { FileWord } from './word.ts'

interface Author {
  readonly service: string
  readonly destination: string | undefined
  readonly actor: string
}

/** A line of Kamal's audit log: `[time] [who] [destination] [role] text` (lib/kamal/tags.rb, 2.12). */
export const audit = (author: Author, at: string, text: string, role?: string): FileWord => {
  const tags = [at, author.actor, author.destination, role]
    .filter((tag) => tag !== undefined)
    .map((tag) => `[${tag}]`)
  return {
    word: 'append',
    path: pathsOf(author).audit,
    text: `${`${tags.join(' ')} ${text}`.replace(/\s+/g, ' ')}\n`,
  }
}
