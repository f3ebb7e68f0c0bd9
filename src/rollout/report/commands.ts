import type { DockerCall } from '../../host/docker-call.ts'
import type { Command } from '../../host/port.ts'
import { renderScript } from '../../host/render.ts'
import { stepsOf, type Plan, type Step } from '../plan.ts'
import { conceal } from './conceal.ts'

/** What is sent for one step, word for word, and the hosts that get exactly this. */
export interface Sent {
  readonly hosts: readonly string[]
  readonly title: string
  readonly text: string
}

const callText = (call: DockerCall): string => {
  const { method, path, query, body, registryAuth, registryPort: port } = call
  const parameters = new URLSearchParams(query).toString()
  return [
    `${method} ${path}${parameters === '' ? '' : `?${parameters}`}`,
    ...(port === undefined ? [] : [`# meanwhile: ssh -R 127.0.0.1:${port}:127.0.0.1:${port}`]),
    ...(registryAuth === undefined ? [] : [`X-Registry-Auth: ${registryAuth}`]),
    ...(body === undefined ? [] : [JSON.stringify(body)]),
  ].join('\n')
}

const commandText = (command: Command): string => {
  const concealed = conceal(command)
  if (concealed.kind === 'docker') return callText(concealed)
  if (concealed.kind === 'script') return renderScript(concealed).trimEnd()
  return `GET http://${concealed.address}:${String(concealed.port)}${concealed.path}`
}

const stepText = ({ hook, commands }: Step): string =>
  hook === undefined ? commands.map(commandText).join('\n\n') : hook.file

/**
 * The exact calls of Docker's API and scripts of a plan, without secrets, in the order of the plan;
 * what several hosts are told alike stands there once.
 */
export const sentBy = (plan: Plan): readonly Sent[] => {
  const found = new Map<string, Sent>()
  for (const step of stepsOf(plan)) {
    const text = stepText(step)
    const key = `${step.title}\n${text}`
    const hosts = new Set([...(found.get(key)?.hosts ?? []), step.host])
    found.set(key, { hosts: [...hosts], title: step.title, text })
  }
  return [...found.values()]
}

/** All of it as one text, a comment above every step. */
export const commandsText = (plan: Plan): string =>
  sentBy(plan)
    .map(({ hosts, title, text }) => `# ${hosts.join(', ')}: ${title}\n${text}\n`)
    .join('\n')
