export type Environment = Readonly<Record<string, string | undefined>>

/** How a program ended. */
export interface Ran {
  /** Undefined: it could not be started, or did not end in time. */
  readonly status: number | undefined
  readonly missing: boolean
  readonly out: string
  readonly err: string
}

/**
 * Programs of this machine, run in the checkout: those that a file itself asks for, in ERB or in
 * `$(..)`. Each ends within a limit that the port knows.
 */
export interface Programs {
  readonly run: (argv: readonly [string, ...string[]], given: Given) => Ran
}

export interface Given {
  readonly env: Environment
  readonly input?: string
}

/** What a shell makes of a command line, as Ruby's backticks do. */
export const inShell = (programs: Programs, command: string, env: Environment): Ran =>
  programs.run(['sh', '-c', command], { env })

/** Why a program gave nothing usable: `exit 1`, `not found`, `not ended in time`. */
export const problemOf = ({ status, missing }: Ran): string | undefined => {
  if (missing || status === 127) return 'not found'
  if (status === undefined) return 'not ended in time'
  return status === 0 ? undefined : `exit ${status}`
}
