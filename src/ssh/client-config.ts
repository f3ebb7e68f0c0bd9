import { matchesPatterns } from './host-pattern.ts'

/** What an ssh_config says of one host; of each keyword the first value counts (ssh_config(5)). */
export interface ClientSettings {
  readonly hostName: string | undefined
  readonly user: string | undefined
  readonly port: number | undefined
  /** `none` is undefined. */
  readonly proxyJump: string | undefined
  readonly proxyCommand: string | undefined
  /** All of them, as written but for `%d`, `%h` and `%%`. */
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
}

/** A file, and how it reaches those that it includes: their texts, none where nothing is there. */
export interface ConfigText {
  readonly text: string
  readonly include: (path: string) => readonly string[]
}

interface Line {
  readonly keyword: string
  readonly words: readonly string[]
}

/** Includes within includes, as OpenSSH bounds them. */
const deepest = 16

const wordsIn = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word)

const lineOf = (text: string): Line | undefined => {
  const [, keyword = '', rest = ''] = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(text) ?? []
  return keyword === '' ? undefined : { keyword: keyword.toLowerCase(), words: wordsIn(rest) }
}

/** `Match` of anything but a host's name, or `all`, needs more than a name: it does not hold. */
const matches = ({ keyword, words }: Line, host: string): boolean => {
  if (keyword === 'host') return matchesPatterns(words, host)
  const [criterion = '', patterns = '', ...more] = words
  if (criterion.toLowerCase() === 'all') return true
  const byName = ['host', 'originalhost'].includes(criterion.toLowerCase())
  return byName && more.length === 0 && matchesPatterns(patterns.toLowerCase().split(','), host)
}

/** The lines that hold for a host. What an included file opens ends with it. */
const linesFor = ({ text, include }: ConfigText, host: string, depth = 0): readonly Line[] => {
  let holds = true
  return text.split(/\r?\n/).flatMap((raw): readonly Line[] => {
    const line = lineOf(raw)
    if (line === undefined) return []
    if (line.keyword === 'host' || line.keyword === 'match') {
      holds = matches(line, host)
      return []
    }
    if (!holds) return []
    if (line.keyword !== 'include' || depth >= deepest) return [line]
    const texts = line.words.flatMap(include)
    return texts.flatMap((inner) => linesFor({ text: inner, include }, host, depth + 1))
  })
}

const portOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined

const unlessNone = (text: string | undefined): string | undefined =>
  text?.toLowerCase() === 'none' ? undefined : text

/** Whichever of the two is given first rules the other out; `ProxyJump none` only further jumps. */
const wayOf = (lines: readonly Line[]): Pick<ClientSettings, 'proxyJump' | 'proxyCommand'> => {
  const value = (keyword: string): string | undefined =>
    unlessNone(lines.find((line) => line.keyword === keyword)?.words.join(' '))
  const first = lines.find(({ keyword }) => /^proxy(?:jump|command)$/.test(keyword))?.keyword
  const proxyJump = first === 'proxyjump' ? value('proxyjump') : undefined
  const proxyCommand = proxyJump === undefined ? value('proxycommand') : undefined
  return { proxyJump, proxyCommand }
}

/**
 * What ssh_config files say of a host, the first with the first word.
 * @param home For `%d`.
 */
export const clientSettings = (
  texts: readonly ConfigText[],
  host: string,
  home: string,
): ClientSettings => {
  const lines = texts.flatMap((text) => linesFor(text, host))
  const first = (keyword: string): string | undefined =>
    lines.find((line) => line.keyword === keyword)?.words.join(' ')
  const hostName = first('hostname')?.replaceAll(/%([h%])/g, (_, sign) =>
    sign === 'h' ? host : '%',
  )
  const signs: Readonly<Record<string, string>> = { d: home, h: hostName ?? host, '%': '%' }
  return {
    hostName,
    user: first('user'),
    port: portOf(first('port')),
    ...wayOf(lines),
    identityFiles: [
      ...new Set(
        lines
          .filter(({ keyword }) => keyword === 'identityfile')
          .flatMap(({ words }) => unlessNone(words.join(' ')) ?? [])
          .map((path) => path.replaceAll(/%(.)/g, (sign, letter: string) => signs[letter] ?? sign)),
      ),
    ],
    identitiesOnly: first('identitiesonly')?.toLowerCase() === 'yes',
  }
}

/** One hop of `ProxyJump`: `[user@]host[:port]`, or `ssh://` in front; undefined for several. */
export const parseHop = (
  text: string,
):
  | { readonly host: string; readonly user: string | undefined; readonly port: number | undefined }
  | undefined => {
  const [, user, name = '', digits] =
    /^(?:ssh:\/\/)?(?:([^@,\s]+)@)?(\[[^\]]+\]|[^@:,\s]+)(?::(\d{1,5}))?\/?$/.exec(text) ?? []
  return name === ''
    ? undefined
    : { host: name.replaceAll(/[[\]]/g, ''), user, port: portOf(digits) }
}
