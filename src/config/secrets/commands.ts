import { inShell, problemOf, type Environment, type Programs } from '../programs.ts'
import type { RunCommand } from './dotenv.ts'
import { isKamalSecrets, kamalSecrets } from './kamal-command.ts'

/**
 * Runs the `$(..)` of a secrets file: Kamal's own in this process, any other in a shell. One that fails
 * gives what it printed until then, as in Kamal, and is told about.
 */
export const commandRunner =
  (env: Environment, programs: Programs): RunCommand =>
  (command, entries) => {
    if (isKamalSecrets(command)) {
      const values = [...entries].map(([name, { value }]) => [name, value] as const)
      const answer = kamalSecrets(command, { env, programs, values })
      return 'out' in answer
        ? answer
        : { out: '', fault: { kind: 'refused', message: answer.wrong } }
    }
    const ran = inShell(programs, command, env)
    const problem = problemOf(ran)
    if (problem === undefined) return { out: ran.out }
    return {
      out: ran.out,
      fault: { kind: 'failed', message: `${programOf(command)} failed (${problem})` },
    }
  }

/** The command's first word alone: what follows may hold a secret. */
const programOf = (command: string): string =>
  /^\s*(?:\w+=\S*\s+)*([\w./-]{1,60})/.exec(command)?.[1] ?? 'the command'
