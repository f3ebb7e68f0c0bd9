import type { Config, ProxyRun } from '../../config/config.ts'
import { pullNamed } from '../../host/docker.ts'
import type { DockerCall } from '../../host/docker-call.ts'

/** Kamal's own image, which everybody may pull from Docker Hub. */
export const publicProxy = 'basecamp/kamal-proxy'

/**
 * A proxy image of the app's own registry needs its login, which `docker run` does not have. Any other
 * is pulled by `docker run` itself.
 */
export const pullProxy = (
  { registry }: Pick<Config, 'registry'>,
  run: ProxyRun | undefined,
): readonly DockerCall[] => {
  if (run === undefined || registry === undefined || run.registry !== registry.server) return []
  if (run.registry !== undefined)
    return [pullNamed(`${run.registry}/${run.repository}:${run.version}`, registry)]
  return run.repository === publicProxy
    ? []
    : [pullNamed(`${run.repository}:${run.version}`, registry)]
}
