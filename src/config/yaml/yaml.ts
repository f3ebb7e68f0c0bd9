import { parseAllDocuments, type Document, type YAMLError } from 'yaml'
import type { Place, Report } from '../mistake.ts'
import { convert } from './convert.ts'
import type { Located } from './located.ts'
import { indentQuoted } from './quoted.ts'
import type { Node } from './tree.ts'

/**
 * The first document of a text, read as Psych reads it. Scalars come as text from the library and
 * get their meaning from `resolveScalar`, because its YAML 1.1 schema differs from Ruby's.
 *
 * Returns undefined when there is no document or its syntax is wrong; the latter is refused.
 */
export const parseYaml = (source: Located, report: Report): Node | undefined => {
  const first = parse(source, report)
  if (first?.[0] === undefined) return undefined
  const { documents, located } = mended(first, source, report)
  const [document] = documents
  if (document === undefined || document.errors.length > 0) {
    refuseSyntax(source, first[0].errors, report)
    return undefined
  }
  const second = documents[1]
  if (second) {
    const at = located.placeOf(second.range[0])
    report.warn({ at, path: '' }, 'only the first document of the file is read, as Kamal does')
  }
  return convert(document, located, report)
}

type Parsed = readonly Document.Parsed[]

const parse = ({ text, placeOf }: Located, report: Report): Parsed | undefined => {
  try {
    // Pretty errors quote the source, which may hold a password.
    const documents = parseAllDocuments(text, {
      schema: 'failsafe',
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      strict: false,
    })
    return Array.isArray(documents) ? documents : []
  } catch {
    // The library reports what it can't parse; our promise never to throw must not hang on that.
    report.refuse({ at: placeOf(0), path: '' }, 'the file is not readable as YAML')
    return undefined
  }
}

// More than any file has.
const mostQuoted = 200

/** Reads on where only the library minds how a quoted text is indented. */
const mended = (
  documents: Parsed,
  located: Located,
  report: Report,
  left = mostQuoted,
): { readonly documents: Parsed; readonly located: Located } => {
  const errors = documents[0]?.errors ?? []
  const better = errors.length === 0 || left === 0 ? undefined : indentQuoted(located, errors)
  const again = better && parse(better, report)
  return better === undefined || again === undefined
    ? { documents, located }
    : mended(again, better, report, left - 1)
}

const refuseSyntax = (
  { placeOf, unknown }: Located,
  errors: readonly YAMLError[],
  report: Report,
): void => {
  // With ERB that could not be evaluated in it, the text is not what the author meant.
  if (unknown !== undefined) return
  const seen = new Set<number>()
  for (const error of errors) {
    const at = placeOf(error.pos[0])
    // The parser trips over one slip several times.
    if (!seen.has(at.line)) refuseOne(at, error, report)
    seen.add(at.line)
  }
}

const hints: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_SCALAR_START: 'put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value with `: ` in it needs quotes; check the indentation too',
}

const refuseOne = (at: Place, error: YAMLError, report: Report): void => {
  // Some messages end in the source they stumbled over.
  const message = error.message.replace(/:? ".*$/s, '')
  report.refuse({ at, path: '' }, `not valid YAML: ${message}`, hints[error.code])
}
