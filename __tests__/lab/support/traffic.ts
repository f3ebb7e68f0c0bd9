import { served } from '../../../lab/kit/inspect.ts'
import type { LabHost } from '../../../lab/kit/lab.ts'
import { startLoad, type Load, type LoadResult } from '../../../lab/kit/load.ts'
import type { Service } from './service.ts'

export interface Traffic extends Pick<LoadResult, 'failed'> {
  /** That answered, in order. */
  readonly versions: readonly string[]
}

const lightly = ({ name }: Service, hosts: readonly LabHost[]): Load =>
  startLoad({ addresses: hosts.map(({ address }) => address), host: `${name}.lab`, rate: 40 })

/** Sends light traffic to hosts of a service while `act` goes on, and tells what came back. */
export const underTraffic = async (
  service: Service,
  act: (load: Load) => Promise<void>,
  hosts: readonly LabHost[] = service.hosts,
): Promise<Traffic> => {
  const load = lightly(service, hosts)
  try {
    await act(load)
  } finally {
    await load.stop()
  }
  const { failed, versions } = load.soFar()
  return { failed, versions: [...versions.keys()].toSorted() }
}

/** Sends a request to each host that is in flight for so long; resolves with what came back. */
export const slowRequests = (
  { name }: Service,
  hosts: readonly LabHost[],
  ms: number,
): Promise<readonly number[]> =>
  Promise.all(
    hosts.map(async (host) => (await served(host, `${name}.lab`, `/slow?ms=${ms}`)).status),
  )
