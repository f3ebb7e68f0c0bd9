import { blockOf } from '../gate.ts'
import type { ContainerDetail } from '../../host/docker-parse.ts'
import {
  execFormat,
  imageGone,
  missingCommand,
  noSpace,
  takenPort,
  unwrapped,
  type MissingCommand,
} from './docker-words.ts'
import { endOf } from './end.ts'
import type { Evidence, Family } from './evidence.ts'
import { inLine, plainLines } from './text.ts'

/** Docker's refusal to start the container, from the call itself or from the state that it left. */
export const startRefusal = (seen: {
  readonly startError: string | undefined
  readonly detail: ContainerDetail | undefined
}): string | undefined => {
  const text = seen.startError ?? seen.detail?.error ?? ''
  return text.trim() === '' ? undefined : unwrapped(text)
}

/** First line that shows something: of Docker's refusal, or of the log of a container that ended. */
const shown = (evidence: Evidence, what: RegExp): string | undefined => {
  const refusal = startRefusal(evidence)
  if (refusal !== undefined) return what.test(refusal) ? refusal : undefined
  return endOf(evidence) === undefined
    ? undefined
    : plainLines(evidence.log).findLast((line) => what.test(line))
}

export const wrongArchitecture: Family = (evidence) => {
  const line = shown(evidence, execFormat)
  if (line === undefined) return undefined
  const wanted = evidence.architecture === '' ? "the host's architecture" : evidence.architecture
  return {
    cause: 'wrong-architecture',
    what: `has an image that cannot run on ${wanted}: ${inLine(line)}`,
    remedy: `build the image for ${wanted} (builder/arch in deploy.yml); a script that is the command needs its #! line`,
  }
}

export const diskFull: Family = (evidence) => {
  const line = shown(evidence, noSpace)
  if (line === undefined) return undefined
  return {
    cause: 'disk-full',
    what: `has no disk space left: ${inLine(line)}`,
    remedy: `free disk space on ${evidence.host} (docker system df shows what Docker holds), or keep fewer old versions (retain_containers)`,
  }
}

export const imageMissing: Family = (evidence) => {
  const refusal = startRefusal(evidence)
  if (refusal === undefined || !imageGone.test(refusal)) return undefined
  return {
    cause: 'image-missing',
    what: `cannot start: the host does not have the image ${evidence.image} any more`,
    remedy: `deploy again, so that ${evidence.host} pulls the image; look for a job that prunes images there`,
  }
}

/** What `exec` says in the log when the file is there and its interpreter is not. */
const execFailed = /^exec (\S+?):? (?:failed: )?(no such file or directory|permission denied)$/i
const shellMissing = /^(?:\S*sh: )?(?:line )?(?:\d+: )?(?:\S*: )?\S+: (?:command )?not found$/

const fromLog = (evidence: Evidence): MissingCommand | string | undefined => {
  const end = endOf(evidence)
  if (end === undefined) return undefined
  const lines = plainLines(evidence.log)
  const [, command, reason] =
    lines.map((line) => execFailed.exec(line)).findLast((found) => found !== null) ?? []
  if (command !== undefined)
    return { command, kind: reason?.startsWith('no') === true ? 'absent' : 'barred' }
  if (end.exitCode === 127) return lines.findLast((line) => shellMissing.test(line)) ?? ''
  return undefined
}

const missingWords = ({ command, kind }: MissingCommand): string =>
  kind === 'absent'
    ? `its image has no command ${JSON.stringify(command)}`
    : `${JSON.stringify(command)} in its image is not executable`

export const commandMissing: Family = (evidence) => {
  const refusal = startRefusal(evidence)
  const missing = refusal === undefined ? fromLog(evidence) : missingCommand(refusal)
  if (missing === undefined) return undefined
  const quoted = typeof missing === 'string' && missing !== '' ? `: ${inLine(missing)}` : ''
  const what =
    typeof missing === 'string'
      ? `ended with exit code 127, command not found${quoted}`
      : `cannot start: ${inLine(missingWords(missing))}`
  return {
    cause: 'command-missing',
    what,
    remedy: `check ${blockOf(evidence.gate)}/cmd and the image's CMD and ENTRYPOINT; a script also fails so when its #! line names a program that the image lacks, or ends in a carriage return`,
  }
}

const portRemedy = (port: string): string =>
  `old and new container run side by side during a rollout, so no role can publish port ${port} of the host: remove options/publish and let kamal-proxy route to the container`

/** Any other refusal, in Docker's words. */
export const notStarted: Family = (evidence) => {
  const refusal = startRefusal(evidence)
  if (refusal === undefined) return undefined
  const port = takenPort(refusal)
  if (port !== undefined) {
    const what = `was not started: port ${port} of the host is in use already`
    return { cause: 'not-started', what, remedy: portRemedy(port) }
  }
  return {
    cause: 'not-started',
    what: `was not started by Docker: ${inLine(refusal)}`,
    remedy: `check options, volumes and cmd of ${blockOf(evidence.gate)} in deploy.yml`,
  }
}
