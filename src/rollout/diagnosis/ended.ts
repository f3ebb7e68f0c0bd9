import { blockOf } from '../gate.ts'
import { crashRemedy } from './crash-remedy.ts'
import { endOf } from './end.ts'
import type { End, Evidence, Family } from './evidence.ts'
import { nameFinding } from './name.ts'
import { tellingLine } from './telling-line.ts'
import { inLine, memory } from './text.ts'

const signals: Readonly<Record<number, string>> = {
  129: 'SIGHUP',
  130: 'SIGINT',
  132: 'SIGILL',
  134: 'SIGABRT',
  135: 'SIGBUS',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  141: 'SIGPIPE',
  143: 'SIGTERM',
}

/** `exit code 137, SIGKILL`. */
export const exitCode = (code: number): string =>
  `exit code ${String(code)}${signals[code] === undefined ? '' : `, ${signals[code]}`}`

export const outOfMemory: Family = (evidence) => {
  const killed = evidence.detail?.oomKilled === true || endOf(evidence)?.outOfMemory === true
  if (!killed) return undefined
  const limit = evidence.detail?.memoryLimit ?? 0
  const bound = limit > 0 ? `its limit of ${memory(limit)}` : 'the host has left'
  const lost = endOf(evidence) === undefined ? 'lost a process, killed' : 'was killed'
  return {
    cause: 'out-of-memory',
    what: `${lost} because it needed more memory than ${bound}`,
    remedy:
      limit > 0
        ? `raise ${blockOf(evidence.gate)}/options/memory in deploy.yml, or start fewer processes in the container`
        : `give ${evidence.host} more memory, or start fewer processes; while both versions run, they need memory for both`,
  }
}

const lastWords = (evidence: Evidence): string => {
  const line = tellingLine(evidence.log)
  return line === undefined ? ' and printed nothing' : `: ${inLine(line)}`
}

const how = ({ exitCode: code }: End): string => {
  if (code === undefined) return 'ended and was restarted'
  return code === 0 ? 'ended by itself (exit code 0)' : `ended with ${exitCode(code)}`
}

/** The process ended, and its log does not show one of the better known reasons. */
export const crashed: Family = (evidence) => {
  const end = endOf(evidence)
  if (end === undefined) return undefined
  return {
    cause: end.exitCode === undefined ? 'restarting' : 'crashed',
    what: how(end) + lastWords(evidence),
    remedy: crashRemedy(end, tellingLine(evidence.log), evidence),
  }
}

/** It ended because a name that it needs does not resolve. */
export const nameUnresolved: Family = (evidence) =>
  endOf(evidence) === undefined ? undefined : nameFinding(evidence)
