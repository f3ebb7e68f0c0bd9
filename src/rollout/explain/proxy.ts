import type { Word } from '../../host/word.ts'
import { takenPort } from '../diagnosis/docker-words.ts'
import { inLine, listed, plainLines } from '../diagnosis/text.ts'
import type { Judge, Refusal } from './refusal.ts'

type Switch = Extract<Word, { word: 'switch' | 'switch-back' }>

const list = 'docker exec kamal-proxy kamal-proxy list'

const hostsOf = ({ flags }: Switch): readonly string[] =>
  flags.map((flag) => /^--host="?([^"]*)"?$/.exec(flag)?.[1] ?? '').filter((name) => name !== '')

const taken = (word: Switch, host: string): Refusal => {
  const names = hostsOf(word)
  return {
    code: 'proxy-refused',
    why:
      names.length === 0
        ? 'another service takes every request already: only one may go without proxy/host'
        : `another service has ${listed(names)} already`,
    hint: `see which one on ${host} (${list}); give this service other names under proxy/hosts, or remove the other (docker exec kamal-proxy kamal-proxy remove SERVICE)`,
  }
}

const unhealthy = (word: Switch, said: string): Refusal => {
  const limit = /within configured timeout \(([^)]+)\)/.exec(said)?.[1]
  const time = limit === undefined ? '' : ` within ${limit}`
  const target = word.word === 'switch' ? word.container : listed(word.targets)
  return {
    code: 'gate-failed',
    why: `kamal-proxy did not find ${target} healthy${time}; it went on with the old one`,
    hint: 'it was healthy when it was staged: its health path may be slow or fail under load; the proxy asks proxy/healthcheck/path on proxy/app_port, at most proxy/healthcheck/timeout each time, deploy_timeout in all',
  }
}

const noProxy: Judge = ({ host, said }) =>
  /no such container: kamal-proxy|container \S+ is not running/i.test(said)
    ? {
        code: 'proxy-refused',
        why: `kamal-proxy does not run on ${host}`,
        hint: `a deploy starts it; see why it ended: docker logs kamal-proxy on ${host}`,
      }
    : undefined

const refusals: readonly (readonly [RegExp, string])[] = [
  [
    /automatic TLS does not support wildcards/,
    'a wildcard under proxy/hosts needs a certificate of its own (proxy/ssl with certificate_pem and private_key_pem)',
  ],
  [
    /unable to load certificate/,
    'check the certificate and the key under proxy/ssl in deploy.yml; an accessory is given them by accessory-reboot',
  ],
  [/host pattern/, 'correct proxy/host or proxy/hosts in deploy.yml'],
]

/** Why kamal-proxy (v0.9.2) did not switch [words tried]. */
export const switchJudge =
  (word: Switch): Judge =>
  ({ host, said }) => {
    const gone = noProxy({ host, said })
    if (gone !== undefined) return gone
    if (said.includes('failed to become healthy')) return unhealthy(word, said)
    if (said.includes('host settings conflict')) return taken(word, host)
    const flag = /unknown flag: (--[\w-]+)/.exec(said)?.[1]
    if (flag !== undefined)
      return {
        code: 'proxy-too-old',
        why: `kamal-proxy on ${host} does not know ${flag}`,
        hint: 'upgrade it: kamal proxy reboot',
      }
    const [, hint] = refusals.find(([words]) => words.test(said)) ?? []
    const why = inLine(
      plainLines(said)
        .at(-1)
        ?.replace(/^Error: /, '') ?? '',
    )
    return hint === undefined ? undefined : { code: 'proxy-refused', why, hint }
  }

/** Why kamal-proxy did not start. */
export const bootJudge: Judge = ({ host, said }) => {
  const port = takenPort(said)
  if (port === undefined) return undefined
  return {
    code: 'proxy-refused',
    why: `port ${port} of ${host} is in use already`,
    hint: `end what holds it (ss -ltnp and docker ps on ${host} show it), or give the proxy other ports: proxy/run/http_port and https_port in deploy.yml`,
  }
}

export const unrouteJudge: Judge = noProxy
