import type { Expression } from './expression.ts'
import { parseRuby } from './ruby.ts'
import type { Part } from './tags.ts'

/** A template that needs no Ruby. */
export type Statement =
  | { readonly kind: 'text'; readonly part: Part }
  | { readonly kind: 'output'; readonly part: Part; readonly expression: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }

export interface Branch {
  readonly part: Part
  /** Undefined for `else`. */
  readonly test: Expression | undefined
  readonly body: readonly Statement[]
}

export type Parsed =
  | { readonly native: true; readonly statements: readonly Statement[] }
  | { readonly native: false; readonly because: Part }

interface Frame {
  readonly branches: Branch[]
  head: Pick<Branch, 'part' | 'test'>
  body: Statement[]
}

const isBlankCode = ({ source, trimmed }: Part): boolean => {
  const lines = source.split('\n').map((line) => line.trim())
  // In Ruby's hands, a comment that goes on to the end of its tag swallows what follows on the line.
  const open = lines.at(-1) !== '' && !trimmed
  return !open && lines.every((line) => /^(#.*)?$/.test(line))
}

/** `if`, `unless`, `elsif`, `else` and `end` over expressions; anything else is left to Ruby. */
export const parseNative = (parts: readonly Part[]): Parsed => {
  const statements: Statement[] = []
  const frames: Frame[] = []
  const here = (): Statement[] => frames.at(-1)?.body ?? statements
  for (const part of parts) {
    if (part.kind === 'text') here().push({ kind: 'text', part })
    else if (part.kind === 'output') {
      const expression = parseRuby(part.source)
      if (!expression) return { native: false, because: part }
      here().push({ kind: 'output', part, expression })
    } else if (!isBlankCode(part) && !step(part, frames, here)) {
      return { native: false, because: part }
    }
  }
  const open = frames.at(-1)
  return open ? { native: false, because: open.head.part } : { native: true, statements }
}

const statement = /^(if|unless|elsif|else|end)(?:[ \t]+(.*))?$/s

const step = (part: Part, frames: Frame[], here: () => Statement[]): boolean => {
  const [, word, rest = ''] = statement.exec(part.source.trim()) ?? []
  if (word === undefined) return false
  if (word === 'if' || word === 'unless') return opened(part, word, rest, frames)
  const frame = frames.at(-1)
  if (!frame || (word !== 'elsif' && rest !== '')) return false
  if (word !== 'end') return turned(part, word, rest, frame)
  close(frame)
  frames.pop()
  here().push({ kind: 'if', branches: frame.branches })
  return true
}

const close = ({ branches, head, body }: Frame): void => {
  branches.push({ ...head, body })
}

/** `elsif` and `else`; nothing but `end` may follow an `else`. */
const turned = (part: Part, word: string, rest: string, frame: Frame): boolean => {
  const test = word === 'else' ? undefined : parseRuby(rest)
  if (frame.head.test === undefined || (word === 'elsif' && !test)) return false
  close(frame)
  frame.head = { part, test }
  frame.body = []
  return true
}

const opened = (part: Part, word: 'if' | 'unless', rest: string, frames: Frame[]): boolean => {
  const parsed = parseRuby(rest)
  if (!parsed) return false
  const test: Expression = word === 'if' ? parsed : { kind: 'not', of: parsed }
  frames.push({ branches: [], head: { part, test }, body: [] })
  return true
}
