import type { Report } from '../mistake.ts'
import { placesIn, withoutByteOrderMark, type Located } from '../yaml/located.ts'
import { evaluate, parseRuby, type Environment } from './ruby.ts'

/** Private use: it cannot stand for anything in a deploy.yml, and is looked for only after a refusal. */
const unknown = '\uE000'

const supported =
  'supported are ENV["X"], ENV.fetch("X"), ENV.fetch("X", "default"), ENV["X"] || "default"'

/** `<%%`, or a tag with what is trimmed around it (Ruby's trim mode `-`). */
const tag = /<%%|(?:^[ \t]*<%-|<%)(?!%)(?<body>(?:%%>|(?!%>)[\s\S])*?)(?<trim>-%>\r?\n|-?%>)/gm

/** A run of the rendered text: copied from the file, or made by the tag at `origin`. */
interface Piece {
  readonly text: string
  readonly origin: number
  readonly copied: boolean
}

/**
 * Renders the ERB of a file as far as Kamal's files need it: look-ups of the environment. Other
 * Ruby is refused. Every character still knows its line and column in the file.
 */
export const renderErb = (
  file: string,
  source: string,
  env: Environment,
  report: Report,
): Located => {
  const text = withoutByteOrderMark(source)
  const placeOf = placesIn(file, text)
  const before = report.mistakes().length
  const refuse = (offset: number, message: string, hint?: string): string => {
    report.refuse({ at: placeOf(offset), path: '' }, message, hint)
    return unknown
  }
  const pieces = piecesOf(text, (body, offset) => output(body, offset, env, refuse))
  const last = pieces.at(-1)
  const open = last?.copied ? last.text.indexOf('<%') : -1
  if (last && open >= 0) refuse(last.origin + open, 'the ERB tag is never closed')
  const rendered = located(file, pieces, placeOf)
  return { ...rendered, unknown: report.mistakes().length > before ? unknown : undefined }
}

const piecesOf = (
  text: string,
  outputOf: (body: string, offset: number) => string,
): readonly Piece[] => {
  const pieces: Piece[] = []
  let end = 0
  const copy = (to: number): void => {
    if (to > end) pieces.push({ text: text.slice(end, to), origin: end, copied: true })
  }
  for (const match of text.matchAll(tag)) {
    copy(match.index)
    const body = match.groups?.['body']
    const origin = match.index + match[0].indexOf('<%')
    const made = body === undefined ? '<%' : outputOf(body, origin)
    pieces.push({ text: made, origin, copied: false })
    end = match.index + match[0].length
  }
  copy(text.length)
  return pieces
}

type Refuse = (offset: number, message: string, hint?: string) => string

const output = (body: string, offset: number, env: Environment, refuse: Refuse): string => {
  if (body.startsWith('#')) return ''
  if (!body.startsWith('=')) {
    const onlyComments = body.split('\n').every((line) => /^(#.*)?$/.test(line.trim()))
    if (onlyComments) return ''
    refuse(offset, 'this ERB is more than a look-up of ENV', supported)
    return ''
  }
  const expression = parseRuby(body.slice(1).replaceAll('%%>', '%>'))
  if (expression === undefined) {
    return refuse(offset, 'this ERB is more than a look-up of ENV', supported)
  }
  const outcome = evaluate(expression, env)
  return 'missing' in outcome
    ? refuse(
        offset,
        `ENV.fetch("${outcome.missing}"): the environment variable is not set`,
        `set ${outcome.missing} in the job's env, or give a default`,
      )
    : (outcome.value ?? '')
}

const located = (
  file: string,
  pieces: readonly Piece[],
  placeOf: Located['placeOf'],
): Omit<Located, 'unknown'> => {
  const starts: number[] = []
  let length = 0
  for (const piece of pieces) {
    starts.push(length)
    length += piece.text.length
  }
  return {
    file,
    text: pieces.map((piece) => piece.text).join(''),
    placeOf: (offset) => {
      const index = Math.max(
        0,
        starts.findLastIndex((start) => start <= offset),
      )
      const { origin = 0, copied = true } = pieces[index] ?? {}
      return placeOf(copied ? origin + offset - (starts[index] ?? 0) : origin)
    },
  }
}
