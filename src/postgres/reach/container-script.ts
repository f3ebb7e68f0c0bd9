import { quote } from '../../base/quote.ts'
import type { Program } from '../database.ts'
import type { FullAddress } from './address.ts'
import { argumentsFor, libpqVariables } from './libpq.ts'

export interface ContainerCall {
  readonly container: string
  readonly program: Program
  readonly args: readonly string[]
  /** Marks the program's processes, so that they can be found and ended. */
  readonly mark: string
}

/**
 * A script for `sh` on the host. Secrets are in the script, which comes by standard input, and then
 * in environments: never among arguments. Standard input is not docker's, for it is the script.
 */
export const programScript = (call: ContainerCall, address: FullAddress): string => {
  const own = { ...address, host: '127.0.0.1', sslMode: 'prefer' as const, sslRootCert: undefined }
  const variables = { ...libpqVariables(own), SEAWORTHY_RUN: call.mark, LC_MESSAGES: 'C' }
  const assigned = Object.entries(variables).map(([name, value]) => `${name}=${quote(value)}`)
  const passed = Object.keys(variables).map((name) => `-e ${name}`)
  const args = argumentsFor(call.program, call.args, address.database).map(quote)
  const words = ['docker', 'exec', ...passed, quote(call.container), call.program, ...args]
  return `export ${assigned.join(' ')}; exec ${words.join(' ')} </dev/null\n`
}

/**
 * Ends what `docker exec` has started and leaves behind when its own connection goes, and stays until
 * it is gone: asked first, as pg_dump then cancels its query on the server, and killed after 2 s.
 */
export const endScript = (container: string, mark: string): string => {
  const marked = `$(grep -ls SEAWORTHY_RUN=${mark} /proc/[0-9]*/environ)`
  const ended = [
    'round=0; while [ $round -lt 40 ]; do left=',
    `for file in ${marked}; do file=\${file%/environ}; left="$left \${file#/proc/}"; done`,
    '[ -n "$left" ] || exit 0',
    'case $round in 0) kill $left ;; 20) kill -KILL $left ;; esac',
    'sleep 0.1; round=$((round + 1)); done',
  ]
  return `docker exec ${quote(container)} sh -c ${quote(ended.join('; '))} </dev/null`
}
