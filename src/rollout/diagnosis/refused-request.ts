import type { HttpGate } from '../gate.ts'
import type { Answered } from './answer.ts'
import { inLine } from './text.ts'

interface Refusal {
  readonly status: number
  readonly body: string
  readonly log: string
  readonly path: string
}

type Advice = readonly [(refusal: Refusal) => boolean, (refusal: Refusal) => string]

const advices: readonly Advice[] = [
  [
    // Rails' host authorization; its page says "Blocked hosts: ..." (actionpack 7.1 on) or "Blocked host".
    ({ status, body, log }) => status === 403 && /blocked hosts?:/i.test(`${body}\n${log}`),
    ({ path }) =>
      `the proxy asks with the container's address as Host: config.host_authorization = { exclude: ->(request) { request.path == "${path}" } }, or add to config.hosts`,
  ],
  [
    ({ log }) => /DisallowedHost|Invalid HTTP_HOST header/.test(log),
    () =>
      "the proxy asks with the container's address as Host: let Django's ALLOWED_HOSTS take it, or answer the health path in a middleware before the check",
  ],
  [
    ({ body }) => /HTTP request (?:was sent )?to (?:an )?HTTPS/i.test(body),
    () => 'set proxy/app_port to a port of plain HTTP: the proxy speaks no TLS to containers',
  ],
  [
    ({ status }) => status === 404,
    ({ path }) =>
      `set proxy/healthcheck/path to a page of the app that answers 200, or add ${path} (Rails 7.1 on: get "up" => "rails/health#show")`,
  ],
  [
    ({ status }) => status === 401 || status === 403,
    ({ path }) => `let ${path} answer without a login and from any address`,
  ],
  [({ status }) => status === 429, ({ path }) => `exempt ${path} from the limit of requests`],
]

/** What to change when the app refuses the question itself (4xx). */
export const badRequestRemedy = (gate: HttpGate, answer: Answered, log: string): string => {
  const refusal = { status: answer.status, body: answer.body, log, path: inLine(gate.path, 80) }
  const [, advice] = advices.find(([fits]) => fits(refusal)) ?? []
  return advice?.(refusal) ?? `let ${refusal.path} answer a plain GET with 200`
}
