import type { Config } from '../config/config.ts'
import { resolveImage } from '../host/docker.ts'
import { dockerMessage, parseResolved } from '../host/docker-parse.ts'
import type { Host } from '../host/port.ts'
import { explainDocker } from './explain.ts'

export interface Resolved {
  readonly digest: string
  /** Architectures that the image is built for; empty when the registry does not say. */
  readonly architectures: readonly string[]
}

/**
 * What a reference (`:V` or `@sha256:...`) is in the registry, asked once, by a host and with its reach: nothing is pulled.
 * @throws SeaworthyError when the registry refuses, does not know it, or can't be reached.
 */
export const resolve = async (
  host: Host,
  config: Config,
  reference: string,
  signal: AbortSignal,
): Promise<Resolved> => {
  const call = resolveImage(`${config.repository}${reference}`, config.registry)
  const answer = await host.docker(call, signal)
  if (answer.status === 200) return parseResolved(answer)
  throw explainDocker(host.name, call, { status: answer.status, message: dockerMessage(answer) })
}
