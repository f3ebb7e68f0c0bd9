import type { DockerAnswer, DockerCall } from '../../../src/host/docker-call.ts'
import {
  dockerMessage,
  parseArchivedFile,
  parseContainer,
  parseContainers,
  parseImages,
  parseLogs,
  parsePull,
  parseResolved,
  parseVersion,
} from '../../../src/host/docker-parse.ts'
import type { ProbeAnswer } from '../../../src/host/probe.ts'
import { parseProxyState } from '../../../src/host/proxy-state.ts'
import type { ScriptAnswer } from '../../../src/host/script.ts'

/** Sorted: Docker promises no order of tags. */
const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort()

const containers = (answer: DockerAnswer): unknown =>
  parseContainers(answer).map(({ id, name, state, imageId, labels }) => ({
    id,
    name,
    state,
    imageId,
    labels: Object.fromEntries(Object.entries(labels).sort()),
  }))

const container = (answer: DockerAnswer): unknown => {
  const { pid, healthLog, restartCount, exitCode, ...detail } = parseContainer(answer, 'kamal')
  // A stop catches what is started again and again at work, or between two ends: that is chance.
  const byChance = restartCount > 0 && detail.status === 'exited'
  return {
    ...detail,
    exitCode: byChance ? 'its own, or that of a stop' : exitCode,
    pid: pid > 0,
    healthLog: healthLog !== undefined,
    restartCount: restartCount > 0 ? 'some' : 0,
  }
}

const ends = (answer: DockerAnswer): unknown =>
  answer.body
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { Action, Actor } = JSON.parse(line) as {
        Action: string
        Actor: { ID: string; Attributes: Record<string, string> }
      }
      return { Action, id: Actor.ID, exitCode: Actor.Attributes['exitCode'] }
    })

const readers: readonly (readonly [RegExp, (answer: DockerAnswer) => unknown])[] = [
  [/^\/version$/, (answer) => ({ arch: parseVersion(answer).arch })],
  [/^\/containers\/json$/, containers],
  [/^\/containers\/[^/]+\/json$/, container],
  [/\/wait$/, (answer) => JSON.parse(answer.body.toString('utf8')) as unknown],
  [/\/logs$/, (answer) => (parseLogs(answer) === '' ? 'nothing' : 'a log')],
  [/\/archive$/, (answer) => parseProxyState(parseArchivedFile(answer) ?? '')],
  [/^\/images\/create$/, (answer) => parsePull(answer) ?? 'pulled'],
  [
    /^\/images\/json$/,
    (answer) =>
      parseImages(answer)
        .map(({ id, tags, digests }) => ({ id, tags: sorted(tags), digests: sorted(digests) }))
        .sort((a, b) => (a.tags[0] ?? '').localeCompare(b.tags[0] ?? '')),
  ],
  [/^\/distribution\//, parseResolved],
  [/^\/events$/, ends],
]

/** All of an answer that our code goes by. */
export const viewOfCall = (call: DockerCall, answer: DockerAnswer): unknown => {
  if (answer.status >= 300) return { status: answer.status, message: dockerMessage(answer) }
  const reader = readers.find(([path]) => path.test(call.path))
  return { status: answer.status, says: reader?.[1](answer) ?? 'done' }
}

const measured = ([key, text]: [string, string]): readonly [string, string] => [
  key,
  key.startsWith('free-') ? text.replace(/^\d+/, 'a number') : text,
]

export const viewOfScript = ({ code, values, failedAt, stderr }: ScriptAnswer): unknown => ({
  code,
  failedAt,
  values: Object.fromEntries(Object.entries(values).sort().map(measured)),
  // Which line of a script a shell names is of no interest.
  stderr: stderr
    .replaceAll(/^sh: \d+: /gm, '')
    .trim()
    .split('\n'),
})

export const viewOfProbe = (answer: ProbeAnswer): unknown =>
  answer.outcome === 'answered'
    ? { outcome: answer.outcome, status: answer.status }
    : { outcome: answer.outcome }
