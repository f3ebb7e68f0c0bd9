import {
  happenings,
  isForeign,
  hostsStayUp,
  isOld,
  servesAt,
  type Of,
  type Witness,
  type Witnessed,
} from './judge.ts'

/** How many good answers in a row the gate wants. */
const wanted = 2

/** When each container passed its gate, by its short id; judged by the answers to the probes alone. */
const gatedAt = (played: Witnessed): ReadonlyMap<string, number> => {
  const rows = new Map<string, number>()
  const passed = new Map<string, number>()
  for (const one of happenings(played, 'exchange')) {
    if (one.command.kind !== 'probe') continue
    const id = one.command.hostHeader.split(':')[0] ?? ''
    const row = one.result === 'answered 200' ? (rows.get(id) ?? 0) + 1 : 0
    rows.set(id, row)
    if (row >= wanted && !passed.has(id)) passed.set(id, one.at)
  }
  return passed
}

const isGated = (played: Witnessed, gates: ReadonlyMap<string, number>, { by, at }: Of<'serves'>) =>
  by === undefined || isForeign(played, by) || (gates.get(by.slice(0, 12)) ?? Infinity) <= at

/** D1: no request is answered by a container that has not passed its gate on that host. */
export const gatedOnly: Witness = (played) => {
  const gates = gatedAt(played)
  return happenings(played, 'serves')
    .filter((one) => !isGated(played, gates, one))
    .map((one) => `${one.host}: ${one.answer} answers without having passed its gate`)
}

/** Changes of who serves, from the first that anybody did; a service that was taken away owes nothing. */
const afterFirst = (played: Witnessed): readonly Of<'serves'>[] => {
  const seen = new Set<string>()
  const isFirst = played.built.scenario.serves === null
  return happenings(played, 'serves').filter((one) => {
    const key = `${one.host} ${one.service}`
    if (seen.has(key)) return !(isFirst && one.answer === 'no route')
    if (one.by !== undefined) seen.add(key)
    return false
  })
}

/** A first deploy that is undone takes the whole service away: who asks then is owed nothing. */
const lostInFlight = (played: Witnessed): readonly string[] => {
  if (played.built.scenario.serves === null) return []
  const { machines } = played.built
  return happenings(played, 'exited').flatMap(({ host, id, at, container }: Of<'exited'>) => {
    const machine = machines.find(({ name }) => name === host)
    const serving = happenings(played, 'serves').filter((one) => one.host === host && one.at <= at)
    const last = serving.findLastIndex(({ by }) => by === id)
    const service = serving[last]?.service
    const left = serving.slice(last + 1).find((one) => one.service === service)?.at
    if (last < 0 || (left !== undefined && at - left >= (machine?.drainMs ?? 0))) return []
    return [`${host}: ${container} ended while it had requests`]
  })
}

/** D2: no request is lost while hosts, Docker and proxies stay up. */
export const noneLost: Witness = (played) => {
  if (!hostsStayUp(played)) return []
  const refused = afterFirst(played)
    .filter(({ by, answer }) => by === undefined || answer.startsWith('unhealthy'))
    .map(({ host, service, answer }) => `${host}: a request for ${service} met "${answer}"`)
  return [...refused, ...lostInFlight(played)]
}

/** D6: from its first gated target on, a host always has one that runs and is gated. */
export const alwaysATarget: Witness = (played) => {
  if (!hostsStayUp(played)) return []
  const gates = gatedAt(played)
  return afterFirst(played)
    .filter((one) => one.by === undefined || !isGated(played, gates, one))
    .map(({ host, answer }) => `${host}: no gated target runs: ${answer}`)
}

/** D4: old containers run until every host has switched. */
export const oldStays: Witness = (played) => {
  if (!hostsStayUp(played)) return []
  const { machines } = played.built
  return happenings(played, 'exited')
    .filter(({ id }) => isOld(played, id))
    .flatMap(({ host, container, at }: Of<'exited'>) =>
      machines
        .filter(({ name }) =>
          servesAt(played, name, at).some(({ by }) => by === undefined || isOld(played, by)),
        )
        .map(({ name }) => `${host}: ${container} ended before ${name} had switched`),
    )
}

/** D5: nobody starts what was running before. */
export const noneRestarted: Witness = (played) =>
  happenings(played, 'started')
    .filter(({ id, by }) => by === 'command' && isOld(played, id))
    .map(({ host, container }) => `${host}: ${container} was started, which ran before`)
