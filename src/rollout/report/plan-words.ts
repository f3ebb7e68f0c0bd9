import type { Gate } from '../gate.ts'
import { limitOf, type Lane, type Plan, type Wave } from '../plan.ts'
import { count, span, waveTitle } from './phrases.ts'

/** What a gate wants to see, in one line. */
export const gateWords = (gate: Gate): string => {
  const within = `within ${span(gate.timeoutMs)}`
  if (gate.kind === 'container')
    return `a healthy container by its image's own check ${within}, or ${span(gate.readinessMs)} without an end or a restart`
  const { status, body, successes } = gate
  const wanted = status === undefined ? '2xx' : String(status)
  const holding = body === undefined ? '' : ` with ${JSON.stringify(body)} in the body`
  const often = successes === 1 ? '' : `, ${String(successes)} times in a row`
  return `GET ${gate.path} on port ${String(gate.port)} answers ${wanted}${holding}${often}, ${within}`
}

interface Group {
  readonly hosts: readonly string[]
  readonly lines: readonly string[]
}

const laneLines = ({ steps }: Lane): readonly string[] =>
  steps.flatMap(({ title, gate }) => [
    title,
    ...(gate === undefined ? [] : [`  wanted: ${gateWords(gate)}`]),
  ])

/** Hosts on which the same is done stand together. */
const groupsOf = ({ lanes }: Wave): readonly Group[] => {
  const found = new Map<string, Group>()
  for (const lane of lanes) {
    const lines = laneLines(lane)
    const key = lines.join('\n')
    found.set(key, { hosts: [...(found.get(key)?.hosts ?? []), lane.host], lines })
  }
  return [...found.values()]
}

/** The plan for people: waves, hosts, steps, what each gate wants, and the longest it can take. */
export const planWords = (plan: Plan): readonly string[] => [
  `${plan.title}: ${count(plan.waves.length, 'wave')}, one after the other; at most ${span(limitOf(plan))}, should every wait run to its limit.`,
  ...plan.waves.flatMap((wave, index) => [
    `${String(index + 1)}. ${waveTitle(wave)}`,
    ...groupsOf(wave).flatMap(({ hosts, lines }) => [
      `   ${hosts.join(', ')}`,
      ...lines.map((text) => `     ${text}`),
    ]),
  ]),
]
