import { SeaworthyError, type ErrorCode } from '../../base/error.ts'
import type { DockerCall } from '../../host/docker-call.ts'
import { unwrapped } from '../diagnosis/docker-words.ts'
import { inLine } from '../diagnosis/text.ts'
import { diskFull, imageGone, networkJudges, startJudges } from './common.ts'
import { firstOf, type Judge, type Place } from './refusal.ts'
import { localRegistryJudges, registryJudges } from './registry.ts'

/** Docker's status and its words; for a pull, the words that its stream carried. */
export interface Refused {
  readonly status: number
  readonly message: string
}

/** A call that Docker refused, explained. */
export class DockerRefusal extends SeaworthyError {
  /** Docker's own words, whole. */
  readonly said: string

  constructor(
    code: ErrorCode,
    message: string,
    said: string,
    more: { hint: string; evidence: string[] },
  ) {
    super(code, message, more)
    this.said = said
  }
}

const judgesOf = ({ path, method, registryPort }: DockerCall): readonly Judge[] => {
  if (registryPort !== undefined) return localRegistryJudges
  if (path === '/images/create' || path.startsWith('/distribution/')) return registryJudges
  if (path.endsWith('/start')) return [imageGone, ...startJudges]
  if (path.startsWith('/networks') && method === 'POST') return networkJudges
  return [imageGone]
}

const hintFor = ({ path }: DockerCall, host: string): string =>
  path.endsWith('/start')
    ? 'check options, volumes and cmd of the role in deploy.yml'
    : `see the log of Docker on ${host} (journalctl -u docker)`

/** A digest says nothing to people after its first characters. */
const shortDigests = (text: string): string =>
  text.replace(/(sha256:[\da-f]{12})[\da-f]{52}/g, '$1')

/**
 * Explains a call that Docker refused: what was being done, why it failed, what to change. Knows the
 * words of Docker 26.1 and registry 2.8 [tried].
 */
export const explainDocker = (host: string, call: DockerCall, refused: Refused): DockerRefusal => {
  const place: Place = { host, said: refused.message }
  const known = firstOf(place, [diskFull, ...judgesOf(call)])
  const words = inLine(unwrapped(refused.message), 300)
  const why = known?.why ?? (words === '' ? `Docker answered ${String(refused.status)}` : words)
  return new DockerRefusal(
    known?.code ?? 'docker-refused',
    `${shortDigests(call.title)} on ${host} failed: ${shortDigests(why)}`,
    refused.message,
    {
      hint: known?.hint ?? hintFor(call, host),
      evidence: [`Docker answered ${String(refused.status)}: ${inLine(refused.message, 500)}`],
    },
  )
}
