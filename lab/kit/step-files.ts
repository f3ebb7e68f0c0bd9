import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Pairs = Readonly<Record<string, string>>

const heredoc = (lines: readonly string[], from: number, end: string): readonly string[] => {
  const at = lines.indexOf(end, from)
  if (at === -1) throw new Error(`Invalid value. Matching delimiter not found '${end}'`)
  return lines.slice(from, at)
}

/**
 * Reads what a step wrote to GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV: `NAME=value`, or `NAME<<END`
 * with lines up to END [actions/runner, FileCommandManager.cs]. The last one of a name wins.
 * @throws Error as the runner fails the step, for a line that is neither and for a missing END.
 */
export const parsePairs = (text: string): Pairs => {
  const lines = text.split('\n')
  const pairs: Record<string, string> = {}
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const [, name = '', sign = '', rest = ''] = /^(.*?)(=|<<)(.*)$/s.exec(line) ?? []
    if (name === '' || (sign === '<<' && rest === '')) throw new Error(`Invalid format '${line}'`)
    if (sign === '=') pairs[name] = rest
    else {
      const block = heredoc(lines, at + 1, rest)
      pairs[name] = block.join('\n')
      at += block.length + 1
    }
  }
  return pairs
}

const variables = {
  GITHUB_OUTPUT: 'output',
  GITHUB_STATE: 'state',
  GITHUB_ENV: 'env',
  GITHUB_PATH: 'path',
  GITHUB_STEP_SUMMARY: 'summary',
} as const

type Kind = (typeof variables)[keyof typeof variables]

/** The files through which one phase of a step answers. */
export interface StepFiles {
  /** The variables that name them. */
  readonly env: Pairs
  readonly text: (kind: Kind) => string
  readonly pairs: (kind: 'output' | 'state' | 'env') => Pairs
}

/** Makes a phase's files, empty, in a folder of its own. */
export const makeStepFiles = (folder: string): StepFiles => {
  mkdirSync(folder, { recursive: true })
  const path = (kind: Kind): string => join(folder, kind)
  for (const kind of Object.values(variables)) writeFileSync(path(kind), '')
  const text = (kind: Kind): string => readFileSync(path(kind), 'utf8')
  return {
    env: Object.fromEntries(Object.entries(variables).map(([name, kind]) => [name, path(kind)])),
    text,
    pairs: (kind) => parsePairs(text(kind)),
  }
}
