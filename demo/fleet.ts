import { containers, lockOf, served, type ContainerOnHost } from '../lab/kit/inspect.ts'
import type { Claims } from './claims.ts'
import type { Shop } from './shop.ts'

const isThere = ({ state }: ContainerOnHost): boolean => !['exited', 'dead'].includes(state)

/** Every container of the shop that runs or might: host, name, and when it was started. */
export const running = async ({ hosts, service }: Shop): Promise<readonly string[]> => {
  const found = await Promise.all(
    hosts.map(async (host) =>
      (await containers(host, service))
        .filter(isThere)
        .map(({ name, id, startedAt }) => `${host.name} ${name} ${id.slice(0, 12)} ${startedAt}`),
    ),
  )
  return found.flat()
}

/** One version answers everywhere, nothing else is left running, and nobody holds the lock. */
export const checkFleet = async (claims: Claims, shop: Shop, version: string): Promise<void> => {
  const answers = await Promise.all(shop.hosts.map((host) => served(host, shop.domain)))
  claims.check(
    answers.every((answer) => answer.version === version),
    shop.hosts
      .map(({ name }, index) => `${name} answers ${answers[index]?.version ?? 'nothing'}`)
      .join(', '),
  )
  const wanted = ` ${shop.service}-web-${version} `
  const there = await running(shop)
  const strangers = there.filter((container) => !container.includes(wanted))
  claims.check(
    there.length === shop.hosts.length && strangers.length === 0,
    `${there.length} containers run, ${strangers.length} of them not ${version}`,
  )
  const locks = await Promise.all(shop.hosts.map((host) => lockOf(host, shop.service)))
  const held = locks.filter((lock) => lock !== undefined).length
  claims.check(held === 0, `${held} deploy locks are held`)
}
