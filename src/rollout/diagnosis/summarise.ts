import type { Cause, Diagnosis } from './evidence.ts'
import { listed } from './text.ts'

export interface Summary {
  /** What failed and why, in one line. */
  readonly headline: string
  /** One line per cause and role, with all its hosts. */
  readonly causes: readonly {
    readonly cause: Cause
    readonly role: string
    readonly hosts: readonly string[]
    readonly headline: string
  }[]
  /** Host by host, in the order given. */
  readonly hosts: readonly {
    readonly host: string
    readonly lines: readonly string[]
  }[]
  /** What to change, each once. */
  readonly remedies: readonly string[]
}

const key = ({ cause, role }: Diagnosis): string => `${cause} ${role}`

/** The headline without `ROLE on HOST`. */
const what = ({ headline, role, host }: Diagnosis): string => {
  const lead = `${role} on ${host} `
  return headline.startsWith(lead) ? headline.slice(lead.length) : headline
}

const together = (group: readonly Diagnosis[]): Summary['causes'][number][] => {
  const [first] = group
  if (first === undefined) return []
  const hosts = [...new Set(group.map(({ host }) => host))]
  const several =
    hosts.length > 1 ? `${first.role} on ${listed(hosts)}: ${what(first)}` : first.headline
  return [{ cause: first.cause, role: first.role, hosts, headline: several }]
}

/** One headline per cause, then host by host, then what to change. */
export const summarise = (diagnoses: readonly Diagnosis[]): Summary => {
  const causes = [...Map.groupBy(diagnoses, key).values()].flatMap(together)
  const hosts = [...Map.groupBy(diagnoses, ({ host }) => host)].map(([host, found]) => ({
    host,
    lines: found.flatMap(({ headline, evidence }) => [headline, ...evidence]),
  }))
  return {
    headline: causes.map(({ headline }) => headline).join('; '),
    causes,
    hosts,
    remedies: [...new Set(diagnoses.map(({ remedy }) => remedy))],
  }
}
