import type { Environment } from '../programs.ts'
import type { Refuse, Surroundings } from './erb.ts'
import type { Piece } from './pieces.ts'
import { prelude } from './prelude.ts'
import type { Part } from './tags.ts'

/**
 * Renders a whole template by the machine's Ruby in one go. Undefined when that failed, which is
 * refused at the line of the template where it did.
 */
export const renderByRuby = (
  parts: readonly Part[],
  because: Part,
  { env, programs }: Surroundings,
  refuse: Refuse,
): { readonly pieces: readonly Piece[]; readonly env: Environment } | undefined => {
  const input = JSON.stringify({ code: programOf(parts) })
  const ran = programs.run(['ruby', '-EUTF-8:UTF-8', '-e', prelude], { env, input })
  if (ran.missing) {
    const hint = 'install Ruby in an earlier step, or look variables up with ENV["X"] alone'
    refuse(because.origin, `this ERB needs Ruby, which is not installed: ${shown(because)}`, hint)
    return undefined
  }
  const answer = ran.status === 0 ? answerOf(ran.out) : undefined
  if (answer === undefined) {
    const how = ran.status === undefined ? 'did not end in time' : 'ended without an answer'
    refuse(because.origin, `Ruby ${how} at this ERB: ${shown(because)}`)
    return undefined
  }
  if ('problem' in answer) {
    refuse(offsetOf(answer.line, parts) ?? because.origin, withoutValues(answer.problem, env))
    return undefined
  }
  return {
    pieces: answer.pieces.flatMap(([index, text]) => {
      const part = parts[index]
      if (part === undefined) return []
      return [{ text: text ?? part.source, origin: part.origin, copied: part.copied }]
    }),
    env: { ...env, ...answer.env },
  }
}

const shown = ({ kind, source }: Part): string =>
  `<%${kind === 'output' ? '=' : ''} ${source.trim().replaceAll(/\s+/g, ' ').slice(0, 80)} %>`

const lineBreaks = (text: string): string => text.replaceAll(/[^\n]/g, '')

/** The template as Ruby, line for line, as ERB itself compiles it. */
const programOf = (parts: readonly Part[]): string =>
  parts
    .map((part, index) => {
      const end = part.trimmed ? '\n' : ''
      if (part.kind === 'text') return `$seaworthy.text(${index});${lineBreaks(part.source)}`
      if (part.kind === 'code') return `${part.source};${end}`
      return `$seaworthy.put(${index}, ((${part.source})));${end}`
    })
    .join(' ')

/** Where the Ruby of a line stands in the template. */
const offsetOf = (line: number, parts: readonly Part[]): number | undefined => {
  let at = 1
  for (const part of parts) {
    const lines = part.source.split('\n')
    if (part.kind !== 'text' && line < at + lines.length) {
      const before = lines.slice(0, line - at).join('\n')
      return line === at ? part.origin : part.from + before.length + 1
    }
    at += lines.length - 1 + (part.trimmed ? 1 : 0)
  }
  return undefined
}

type Answer =
  | {
      readonly pieces: readonly (readonly [index: number, text: string | null])[]
      readonly env: Environment
    }
  | { readonly problem: string; readonly line: number }

/** The words between prelude and this file; anything else is no answer. */
const answerOf = (out: string): Answer | undefined => {
  try {
    const answer: unknown = JSON.parse(out)
    // The prelude is ours, and so is what it prints.
    return answer as Answer
  } catch {
    return undefined
  }
}

/** Ruby's messages may quote a value; those of the environment are left out. */
const withoutValues = (message: string, env: Environment): string =>
  Object.values(env)
    .filter((value) => value !== undefined && value.length >= 6)
    .toSorted((a, b) => (b?.length ?? 0) - (a?.length ?? 0))
    .reduce<string>((text, value) => text.replaceAll(value ?? '\0', '***'), message)
