import type { Given, Programs, Ran } from '../../src/config/programs.ts'

/** A machine on which no program is installed. */
export const noPrograms: Programs = {
  run: () => ({ status: undefined, missing: true, out: '', err: '' }),
}

export interface Call {
  readonly line: string
  readonly given: Given
}

/**
 * A machine with the programs of a table: what each command line prints, or how it ends. A line is the
 * words with a space between them; what runs in a shell is the line for the shell.
 */
export const programsOf = (
  table: Readonly<Record<string, string | Partial<Ran>>>,
): Programs & { readonly calls: readonly Call[] } => {
  const calls: Call[] = []
  return {
    calls,
    run: (argv, given) => {
      const line = argv[0] === 'sh' ? (argv[2] ?? '') : argv.join(' ')
      calls.push({ line, given })
      const known = Object.hasOwn(table, line) ? table[line] : undefined
      if (known === undefined) return { status: undefined, missing: true, out: '', err: '' }
      const ran = typeof known === 'string' ? { out: known } : known
      return { status: 0, missing: false, out: '', err: '', ...ran }
    },
  }
}
