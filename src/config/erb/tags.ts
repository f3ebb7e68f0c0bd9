/** A run of a template: text to copy, Ruby whose value is put in, or Ruby that is only run. */
export interface Part {
  readonly kind: 'text' | 'output' | 'code'
  /** The text, or the Ruby between the marks. */
  readonly source: string
  /** Where it stands in the template; for Ruby, where its tag begins. */
  readonly origin: number
  /** Where the source begins; an escaped mark (`<%%`) makes text and template differ. */
  readonly from: number
  readonly copied: boolean
  /** Whether the line break after the tag is taken away. */
  readonly trimmed: boolean
}

export interface Template {
  readonly parts: readonly Part[]
  /** Offset of a tag that is never closed. */
  readonly open: number | undefined
}

/** `<%%`, or a tag with what is trimmed around it (Ruby's trim mode `-`). */
const tag = /<%%|(?:^[ \t]*<%-|<%)(?!%)(?<body>(?:%%>|(?!%>)[\s\S])*?)(?<trim>-%>\r?\n|-?%>)/gm

/** Cuts a template as Ruby's ERB does with `trim_mode: "-"`; a comment becomes code that does nothing. */
export const partsOf = (text: string): Template => {
  const parts: Part[] = []
  let end = 0
  const copy = (to: number): void => {
    if (to <= end) return
    parts.push({
      kind: 'text',
      source: text.slice(end, to),
      origin: end,
      from: end,
      copied: true,
      trimmed: false,
    })
  }
  for (const match of text.matchAll(tag)) {
    copy(match.index)
    const origin = match.index + match[0].indexOf('<%')
    parts.push(partOf(match[0], match.groups?.['body'], origin))
    end = match.index + match[0].length
  }
  copy(text.length)
  // What is copied has no tag in it, unless one that is never closed: also before an escaped mark.
  const left = parts.find(({ copied, source }) => copied && source.includes('<%'))
  return { parts, open: left && left.origin + left.source.indexOf('<%') }
}

const partOf = (whole: string, body: string | undefined, origin: number): Part => {
  const made = { origin, copied: false, trimmed: whole.endsWith('\n') }
  if (body === undefined) return { kind: 'text', source: '<%', from: origin, ...made }
  const opened = origin + (/^[ \t]*<%-/.test(whole) ? 3 : 2)
  // Of a comment, only the lines are left: Ruby counts them.
  if (body.startsWith('#')) {
    return { kind: 'code', source: body.replaceAll(/[^\n]/g, ''), from: opened, ...made }
  }
  const kind = body.startsWith('=') ? 'output' : 'code'
  const from = kind === 'output' ? opened + 1 : opened
  const source = (kind === 'output' ? body.slice(1) : body).replaceAll('%%>', '%>')
  return { kind, source, from, ...made }
}
