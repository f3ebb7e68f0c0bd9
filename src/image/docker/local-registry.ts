import { setTimeout as sleep } from 'node:timers/promises'
import { SeaworthyError } from '../../base/error.ts'
import { isRecord } from '../../base/unknown.ts'
import type { Docker } from './run.ts'

const container = 'kamal-docker-registry'

/** How often, and every so many milliseconds, a registry that was started is asked. */
const attempts = 100
const pauseMs = 200

type Sight = 'nothing' | 'something' | 'registry'

/** What listens on a port of this machine's loopback; whatever speaks HTTP there counts. */
const sightOf = async (port: number, signal: AbortSignal): Promise<Sight> => {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(5000)])
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`, { signal: limited })
    await answer.body?.cancel()
    return 'registry'
  } catch (error) {
    signal.throwIfAborted()
    const cause = isRecord(error) ? error['cause'] : undefined
    return isRecord(cause) && cause['code'] === 'ECONNREFUSED' ? 'nothing' : 'something'
  }
}

const untilItAnswers = async (port: number, signal: AbortSignal): Promise<boolean> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if ((await sightOf(port, signal)) === 'registry') return true
    await sleep(pauseMs, undefined, { signal })
  }
  return false
}

const failed = (port: number, hint: string, evidence: readonly string[]): SeaworthyError =>
  new SeaworthyError(
    'registry-unreachable',
    `The registry at localhost:${port} could not be started on this machine.`,
    { hint, evidence },
  )

/**
 * Starts the registry of Kamal (`commands/registry.rb`), under its name and with its options, unless
 * something listens on the port: that is used as it is. It stays, as Kamal leaves it, with its images.
 * @returns whether it was started
 * @throws SeaworthyError `registry-unreachable` with docker's words.
 */
export const startRegistry = async (
  docker: Docker,
  port: number,
  signal: AbortSignal,
): Promise<boolean> => {
  if ((await sightOf(port, signal)) !== 'nothing') return false
  const call = (...args: readonly string[]) => docker.run({ args, env: {} })
  const run = ['run', '--detach', '-p', `127.0.0.1:${port}:5000`, '--name', container, 'registry:3']
  const started = await call('start', container)
  const { code, tail } = started.code === 0 ? started : await call(...run)
  signal.throwIfAborted()
  if (code !== 0) {
    const hint = `The engine must be able to pull registry:3, and the port must be free: try \`docker ${run.join(' ')}\`.`
    throw failed(port, hint, tail.slice(-5))
  }
  if (await untilItAnswers(port, signal)) return true
  const hint = `\`docker logs ${container}\` says why; one that was made for another port has to be removed first (\`docker rm --force ${container}\`), and DOCKER_HOST must lead to this very machine.`
  throw failed(port, hint, [`The container ${container} runs, and nothing answers on the port.`])
}
