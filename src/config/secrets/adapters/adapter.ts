import type { Environment } from '../../programs.ts'

/** What `kamal secrets fetch` was asked for. */
export interface Request {
  readonly names: readonly string[]
  readonly account: string | undefined
  readonly from: string | undefined
  readonly env: Environment
}

export type Found = Readonly<Record<string, string | null>>

/** The vendor's command line; `-` stands for nothing. */
export interface Tool {
  /** What a call prints. @throws AdapterError in the words of `failure` when the call fails. */
  readonly ask: (args: readonly string[], failure: string, env?: Environment) => string
  /** Whether a call succeeds. */
  readonly succeeds: (args: readonly string[], env?: Environment) => boolean
}

/** One password manager, over the vendor's own command line. */
export interface Adapter {
  readonly title: string
  readonly program: string
  readonly needsAccount: boolean
  /** Logs in where that is needed, and answers with a session. */
  readonly login: (request: Request, tool: Tool) => string | undefined
  readonly fetch: (request: Request, tool: Tool, session: string | undefined) => Found
}

/** Why a password manager gave nothing; without a value of a secret in it. */
export class AdapterError extends Error {}

export const prefixed = ({ names, from }: Request): readonly string[] =>
  names.map((name) => (from === undefined ? name : `${from}/${name}`))

/** What a vendor's command line printed. @throws AdapterError when that is not JSON. */
export const json = (text: string, what: string): unknown => {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    throw new AdapterError(`${what} did not answer in JSON`)
  }
}

type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

export const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(fieldsOf) : []

/** Numbers and tables of a vendor as text. */
export const textOrNull = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const stringOf = (value: unknown): string => textOrNull(value) ?? ''
