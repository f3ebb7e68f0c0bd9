import { duration } from '../../base/time.ts'
import type { ProbeAnswer } from '../../host/probe.ts'
import type { HttpGate } from '../gate.ts'
import type { Evidence, Finding } from './evidence.ts'
import { badRequestRemedy } from './refused-request.ts'
import { bodyText, inLine, timesOf } from './text.ts'
import { waited } from './waited.ts'

export type Answered = Extract<ProbeAnswer, { outcome: 'answered' }>

/** `GET /up with 500: "Internal Server Error"`. */
const question = (gate: HttpGate, answer: Answered): string => {
  const text = bodyText(answer.body)
  return `GET ${inLine(gate.path, 80)} with ${String(answer.status)}${text === '' ? '' : `: ${text}`}`
}

const isTls = (place: string): boolean => /^https:/i.test(place)

const redirectRemedy = (place: string, gate: HttpGate): string => {
  const path = inLine(gate.path, 80)
  if (isTls(place))
    return `the proxy asks by plain HTTP, also with proxy/ssl: exempt ${path} from the redirect to https (Rails: config.ssl_options = { redirect: { exclude: ->(request) { request.path == "${path}" } } }, or config.assume_ssl = true behind proxy/ssl)`
  if (/^http:/i.test(place))
    return `exempt ${path} from the redirect to the app's canonical host name`
  return `let ${path} answer without a login, or set proxy/healthcheck/path to a page that does`
}

const redirected = (gate: HttpGate, answer: Answered): Finding | undefined => {
  const moved = answer.status >= 300 && answer.status < 400
  const place = answer.redirects.at(-1) ?? answer.headers['location']
  if (!moved && answer.redirects.length === 0) return undefined
  const to = place === undefined ? 'to nowhere' : `to ${inLine(place, 120)}`
  const then = moved ? '' : `, which answers ${String(answer.status)}`
  return {
    cause: 'redirected',
    what: `redirects GET ${inLine(gate.path, 80)} ${to}${then}`,
    remedy: redirectRemedy(place ?? '', gate),
  }
}

const clientError = (gate: HttpGate, answer: Answered, evidence: Evidence): Finding => ({
  cause: 'refused-by-app',
  what: `answers ${question(gate, answer)}`,
  remedy: badRequestRemedy(gate, answer, evidence.log),
})

const serverError = (gate: HttpGate, answer: Answered): Finding => ({
  cause: 'app-error',
  what: `answers ${question(gate, answer)}`,
  remedy: [502, 503, 504].includes(answer.status)
    ? 'the web server answers, the app behind it does not (yet): see its log'
    : 'the app fails on its own health path: see its log',
})

const expectation = (gate: HttpGate, answer: Answered): Finding | undefined => {
  const cause = 'wrong-answer'
  const remedy = 'correct the app, or x-seaworthy/gates/stage/expect in deploy.yml'
  if (gate.status === undefined ? answer.status < 200 : answer.status !== gate.status) {
    const wanted = gate.status === undefined ? '2xx' : String(gate.status)
    return { cause, what: `answers ${question(gate, answer)}, not ${wanted}`, remedy }
  }
  if (gate.body === undefined || answer.body.includes(gate.body)) return undefined
  const wanted = JSON.stringify(inLine(gate.body, 80))
  return { cause, what: `answers ${question(gate, answer)}, without ${wanted}`, remedy }
}

const flapping = (gate: HttpGate, answer: Answered, evidence: Evidence): Finding => ({
  cause: 'unknown',
  what: `answers ${question(gate, answer)}, but not ${timesOf(gate.successes)} in a row within ${waited(evidence)}`,
  remedy: `raise x-seaworthy/gates/stage/timeout (now ${duration(gate.timeoutMs)}) if it boots slowly; else its health path comes and goes`,
})

const isGood = (gate: HttpGate, { status }: Answered): boolean =>
  gate.status === undefined ? status >= 200 && status < 300 : status === gate.status

/** What is wrong with an HTTP answer; undefined when there was none. */
export const misanswered = (gate: HttpGate, evidence: Evidence): Finding | undefined => {
  const answer = evidence.lastProbe
  if (answer?.outcome !== 'answered') return undefined
  const unwanted =
    (gate.body !== undefined && !answer.body.includes(gate.body)) || !isGood(gate, answer)
  const moved = unwanted ? redirected(gate, answer) : undefined
  if (moved !== undefined) return moved
  if (!isGood(gate, answer) && answer.status >= 500) return serverError(gate, answer)
  if (!isGood(gate, answer) && answer.status >= 400) return clientError(gate, answer, evidence)
  return expectation(gate, answer) ?? flapping(gate, answer, evidence)
}
