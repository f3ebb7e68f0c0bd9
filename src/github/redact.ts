import { secretForms } from './secrets.ts'

/** Puts `***` in the place of what must not be read. */
export type Redactor = (text: string) => string

interface Span {
  readonly start: number
  readonly end: number
}

const spansOf = (text: string, form: string): readonly Span[] => {
  const spans: Span[] = []
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
    spans.push({ start: at, end: at + form.length })
  }
  return spans
}

/** Spans that touch or overlap become one: of two secrets that overlap, no rest stays readable. */
const merged = (spans: readonly Span[]): readonly Span[] => {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last === undefined || span.start > last.end) result.push(span)
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
  }
  return result
}

/**
 * A redactor that knows every form of `values` (see {@link secretForms}), for what we print or write
 * ourselves: the runner masks only its log.
 */
export const redactor = (values: Iterable<string>): Redactor => {
  const forms = secretForms(values)
  return (text) => {
    let result = ''
    let from = 0
    for (const { start, end } of merged(forms.flatMap((form) => spansOf(text, form)))) {
      result += `${text.slice(from, start)}***`
      from = end
    }
    return result + text.slice(from)
  }
}
