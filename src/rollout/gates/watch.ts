import type { DockerAnswer } from '../../host/docker-call.ts'
import { inspectContainer, waitForExit } from '../../host/docker.ts'
import { parseContainer, type ContainerDetail } from '../../host/docker-parse.ts'
import { network } from '../../host/names.ts'
import type { Host } from '../../host/port.ts'

/** Undefined when the container is not there (any more). */
export const detailOf = async (
  host: Host,
  container: string,
  signal: AbortSignal,
): Promise<ContainerDetail | undefined> => {
  const answer = await host.docker(inspectContainer(container), signal)
  return answer.status === 200 ? parseContainer(answer, network) : undefined
}

/** A restart policy hides an end behind a new start: a count above zero tells as much. */
export const hasEnded = (detail: ContainerDetail | undefined): boolean =>
  detail === undefined ||
  detail.restartCount > 0 ||
  ['exited', 'dead', 'restarting', 'removing'].includes(detail.status)

export interface Watch {
  /** True from the moment that Docker reported an end of the container. */
  readonly ended: () => boolean
  /** Resolves when it ends; never, when it does not. */
  readonly end: Promise<void>
}

/**
 * Watches for the next end of a container by Docker's `wait`, sent beside the start. A `wait` that
 * fails tells nothing and is not relied on: the gates look at the container themselves as well.
 */
export const watchForEnd = (
  host: Host,
  container: string,
  timeoutMs: number,
  signal: AbortSignal,
): Watch => {
  let ended = false
  const tells = (answer: DockerAnswer): boolean => answer.status === 200
  const end = new Promise<void>((resolve) => {
    host.docker(waitForExit(container, timeoutMs), signal).then(
      (answer) => {
        if (!tells(answer)) return
        ended = true
        resolve()
      },
      () => undefined,
    )
  })
  return { ended: () => ended, end }
}
