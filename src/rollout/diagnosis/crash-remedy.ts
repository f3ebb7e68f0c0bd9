import { blockOf } from '../gate.ts'
import type { End, Evidence } from './evidence.ts'

type Advice = readonly [RegExp, (evidence: Evidence) => string]

const readLog = 'the last lines of its log say why'

const byLine: readonly Advice[] = [
  [
    /environment variable|\benv(?:ironment)? var|key not found: "[A-Z_]+"|KeyError: '[A-Z_]+'|\b[A-Z][A-Z\d]*_[A-Z\d_]+\b.*(?:not set|missing|required|undefined|must be)|(?:not set|missing|required|undefined).*\b[A-Z][A-Z\d]*_[A-Z\d_]+\b/,
    () => 'set the variable under env/clear or env/secret in deploy.yml',
  ],
  [
    /address already in use|EADDRINUSE/i,
    () => 'two programs in the container want the same port: let one of them go',
  ],
  [
    /bind.*permission denied|listen EACCES/i,
    () => 'a port below 1024 needs root: listen on a higher one and set proxy/app_port to it',
  ],
  [
    /connection refused|ECONNREFUSED/i,
    ({ host }) => `see that the service it connects to runs and can be reached from ${host}`,
  ],
  [
    /password authentication failed|authentication failed|access denied for user/i,
    () => 'correct the user or the password in its environment (env/secret)',
  ],
  [
    /pending migration|PendingMigrationError|relation "[^"]+" does not exist/i,
    () => 'the database is older than the code: run its migrations first',
  ],
  [
    /permission denied|EACCES/i,
    () => 'let the user of the image read and write that path; see volumes in deploy.yml',
  ],
]

const byCode: Readonly<Record<number, (evidence: Evidence) => string>> = {
  0: ({ gate }) =>
    `the command must keep running in the foreground: check ${blockOf(gate)}/cmd and the image's CMD`,
  132: ({ host }) =>
    `the program was built for a newer processor than ${host} has: build it for an older one`,
  137: ({ host }) =>
    `something on ${host} killed it; look there for lack of memory (dmesg) and for other jobs`,
  143: ({ host }) => `something on ${host} stopped it: look for another deploy or a clean-up job`,
}

/** What to change after a crash, as far as exit code and log tell. */
export const crashRemedy = (end: End, line: string | undefined, evidence: Evidence): string => {
  const [, advice] = byLine.find(([saying]) => line !== undefined && saying.test(line)) ?? []
  if (advice !== undefined) return advice(evidence)
  return (end.exitCode === undefined ? undefined : byCode[end.exitCode])?.(evidence) ?? readLog
}
