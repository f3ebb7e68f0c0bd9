import { startContainer } from '../host/docker.ts'
import type { DockerCall } from '../host/docker-call.ts'
import type { Host } from '../host/port.ts'

/** Under which a script's answer has the id of a container that it created. */
export const idOf = (container: string): string => `id/${container}`

const startPath = /^\/containers\/([^/]+)\/start$/

/**
 * A host that starts what was created on it by its id. A name could be another container's by the time
 * that a call arrives which was cut off: names are given back when a rollout is undone, ids are not.
 */
export const startingById = (host: Host): Host => {
  const ids = new Map<string, string>()
  const byId = (call: DockerCall): DockerCall => {
    const name = decodeURIComponent(startPath.exec(call.path)?.[1] ?? '')
    const id = ids.get(idOf(name))
    return id === undefined ? call : { ...call, path: startContainer(id).path }
  }
  return {
    name: host.name,
    script: async (script, signal) => {
      const answer = await host.script(script, signal)
      for (const [key, id] of Object.entries(answer.values))
        if (key.startsWith(idOf(''))) ids.set(key, id.trim())
      return answer
    },
    docker: (call, signal) => host.docker(byId(call), signal),
    probe: (probe, signal) => host.probe(probe, signal),
  }
}
