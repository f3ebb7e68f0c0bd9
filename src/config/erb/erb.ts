import type { Report } from '../mistake.ts'
import { inShell, problemOf, type Environment, type Programs } from '../programs.ts'
import { placesIn, withoutByteOrderMark, type Located } from '../yaml/located.ts'
import { evaluate, holds, textOfValue } from './expression.ts'
import type { Expression, Outcome, World } from './expression.ts'
import { parseNative, type Branch, type Statement } from './native.ts'
import { copied, joinPieces, type Piece } from './pieces.ts'
import { partsOf, type Part } from './tags.ts'
import { renderByRuby } from './with-ruby.ts'

/** What a template may ask for. */
export interface Surroundings {
  readonly env: Environment
  readonly programs: Programs
}

export interface Rendered {
  readonly located: Located
  /** The environment as the template leaves it: `Dotenv.load` adds to it. */
  readonly env: Environment
}

/** Says no at an offset of the template. */
export type Refuse = (offset: number, message: string, hint?: string) => void

/** Private use: it cannot stand for anything in a deploy.yml, and is looked for only after a refusal. */
const unknown = '\uE000'

/**
 * Renders the ERB of a file, comments of YAML included: look-ups of the environment and a little more
 * here, anything else by the machine's Ruby. Every character still knows its line and column in the file.
 */
export const renderErb = (
  file: string,
  source: string,
  surroundings: Surroundings,
  report: Report,
): Rendered => {
  const text = withoutByteOrderMark(source)
  const placeOf = placesIn(file, text)
  const before = report.mistakes().length
  const refuse: Refuse = (offset, message, hint) =>
    report.refuse({ at: placeOf(offset), path: '' }, message, hint)
  const warn: Refuse = (offset, message, hint) =>
    report.warn({ at: placeOf(offset), path: '' }, message, hint)
  const { parts, open } = partsOf(text)
  if (open !== undefined) refuse(open, 'the ERB tag is never closed')
  const { pieces, env } = renderParts(parts, surroundings, refuse, warn)
  for (const piece of pieces) if (!piece.copied) report.conceal(piece.text)
  const joined = joinPieces(pieces, placeOf)
  const failed = report.mistakes().length > before
  return { located: { file, ...joined, unknown: failed ? unknown : undefined }, env }
}

const renderParts = (
  parts: readonly Part[],
  surroundings: Surroundings,
  refuse: Refuse,
  warn: Refuse,
): { readonly pieces: readonly Piece[]; readonly env: Environment } => {
  const parsed = parseNative(parts)
  if (!parsed.native) {
    const rendered = renderByRuby(parts, parsed.because, surroundings, refuse)
    return rendered ?? { pieces: parts.map(unrendered), env: surroundings.env }
  }
  const outcomeOf = ({ source, origin }: Part, expression: Expression): Outcome => {
    const world = worldOf(surroundings, (problem) =>
      warn(origin, `${problem}: what it printed is used, as by Kamal`, inOneLine(source)),
    )
    const outcome = evaluate(expression, world)
    if ('problem' in outcome) refuse(origin, outcome.problem, outcome.hint)
    return outcome
  }
  return {
    pieces: parsed.statements.flatMap((one) => perform(one, outcomeOf)),
    env: surroundings.env,
  }
}

const inOneLine = (source: string): string => source.trim().replaceAll(/\s+/g, ' ')

const unrendered = (part: Part): Piece =>
  part.kind === 'output'
    ? { text: unknown, origin: part.origin, copied: false }
    : { ...copied(part), text: part.kind === 'text' ? part.source : '' }

type OutcomeOf = (part: Part, expression: Expression) => Outcome

const perform = (statement: Statement, outcomeOf: OutcomeOf): readonly Piece[] => {
  switch (statement.kind) {
    case 'text':
      return [copied(statement.part)]
    case 'output': {
      const { part, expression } = statement
      const outcome = outcomeOf(part, expression)
      const text = 'value' in outcome ? textOfValue(outcome.value) : unknown
      return [{ text, origin: part.origin, copied: false }]
    }
    case 'if': {
      const chosen = statement.branches.find((branch) => isChosen(branch, outcomeOf))
      return (chosen?.body ?? []).flatMap((inner) => perform(inner, outcomeOf))
    }
  }
}

const isChosen = ({ part, test }: Branch, outcomeOf: OutcomeOf): boolean =>
  test === undefined || holds(outcomeOf(part, test))

const worldOf = ({ env, programs }: Surroundings, tell: (problem: string) => void): World => ({
  variable: (name) => (Object.hasOwn(env, name) ? env[name] : undefined),
  command: (text) => {
    const ran = inShell(programs, text, env)
    const problem = problemOf(ran)
    if (ran.status === undefined || ran.status === 127) {
      return {
        problem: `the command in this ERB failed (${problem ?? ''})`,
        hint: 'is it installed?',
      }
    }
    if (problem !== undefined) tell(`the command in this ERB failed (${problem})`)
    return { value: ran.out }
  },
})
