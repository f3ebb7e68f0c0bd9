/** Where a character stands; `line` and `column` count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One thing that is wrong (or, as a warning, doubtful) in a file, and where. */
export interface Mistake {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Key path with slashes, as Kamal writes it: `servers/web/proxy/app_port`; empty at the root. */
  readonly path: string
  readonly message: string
  /** What is allowed, or what was probably meant. */
  readonly hint?: string
}

/** A place and the key path that a mistake there is reported under. */
export interface Spot {
  readonly at: Place
  readonly path: string
}

/**
 * Collects while a configuration is read. Nothing here stops the reading: a file with a dozen
 * mistakes is told about all twelve.
 */
export interface Report {
  readonly refuse: (spot: Spot, message: string, hint?: string) => void
  readonly warn: (spot: Spot, message: string, hint?: string) => void
  /** Remembers a value that must never be printed. */
  readonly mask: (value: string) => void
  /** Remembers what ERB put into a file: it may be secret, so mistakes don't quote it. */
  readonly conceal: (value: string) => void
  /** Each mistake once, in the order of the files and then of the lines. */
  readonly mistakes: () => readonly Mistake[]
  readonly warnings: () => readonly Mistake[]
  readonly secrets: () => readonly string[]
}

const mistakeAt = ({ at, path }: Spot, message: string, hint: string | undefined): Mistake => ({
  ...at,
  path,
  message,
  ...(hint === undefined ? {} : { hint }),
})

const inOrder = (mistakes: readonly Mistake[], files: readonly string[]): readonly Mistake[] => {
  const order = [...new Set([...files, ...mistakes.map(({ file }) => file)])]
  // One block may be read for several roles; its mistake is still one mistake.
  const distinct = new Map(mistakes.map((mistake) => [formatMistake(mistake), mistake]))
  return [...distinct.values()].toSorted(
    (a, b) =>
      order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}

// Anything shorter is a word such as `web`, without which a mistake can't be understood.
const shortestSecret = 6

const without = (concealed: ReadonlySet<string>, mistake: Mistake): Mistake => {
  const longestFirst = [...concealed].toSorted((a, b) => b.length - a.length)
  const clean = (text: string): string =>
    longestFirst.reduce((rest, value) => rest.replaceAll(value, '(from ERB)'), text)
  const { path, message, hint } = mistake
  return {
    ...mistake,
    path: clean(path),
    message: clean(message),
    ...(hint === undefined ? {} : { hint: clean(hint) }),
  }
}

/** @param files The files in the order in which their mistakes are listed; others follow. */
export const createReport = (files: readonly string[]): Report => {
  const mistakes: Mistake[] = []
  const warnings: Mistake[] = []
  const secrets = new Set<string>()
  const concealed = new Set<string>()
  const told = (all: readonly Mistake[]): readonly Mistake[] =>
    inOrder(
      all.map((mistake) => without(concealed, mistake)),
      files,
    )
  return {
    refuse: (spot, message, hint) => {
      mistakes.push(mistakeAt(spot, message, hint))
    },
    warn: (spot, message, hint) => {
      warnings.push(mistakeAt(spot, message, hint))
    },
    mask: (value) => {
      if (value.trim() !== '') secrets.add(value)
    },
    conceal: (value) => {
      for (const part of [value, ...value.split(/[\s:,'"]+/)]) {
        if (part.trim().length >= shortestSecret) concealed.add(part)
      }
    },
    mistakes: () => told(mistakes),
    warnings: () => told(warnings),
    secrets: () => [...secrets],
  }
}

/** `file:line:column key/path: what is wrong; what is allowed or was meant`, on one line. */
export const formatMistake = ({ file, line, column, path, message, hint }: Mistake): string =>
  `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}${
    hint === undefined ? '' : `; ${hint}`
  }`
