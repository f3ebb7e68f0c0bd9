import type { Proxy, ProxyRun } from '../config.ts'
import { certificateKeys } from '../check/certificates.ts'
import { oldestProxy } from '../check/versions.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, type Field } from '../yaml/field.ts'
import { commaListOf, flagOf, integerOf, isBlank, textOf, textsOf } from '../yaml/values.ts'
import { buildOptions } from './options.ts'

// Kamal's Proxy::DEFAULT_LOG_REQUEST_HEADERS.
const loggedRequestHeaders = ['Cache-Control', 'Last-Modified', 'User-Agent']

/** What holds for a role, the root's proxy block and the role's already merged, or for an accessory. */
export const buildProxy = (proxy: Field, secrets: Pick<Secrets, 'value'>): Proxy => {
  const requestHeaders = member(proxy, 'logging', 'request_headers')
  const run = member(proxy, 'run')
  const ssl = member(proxy, 'ssl')
  return {
    appPort: integerOf(member(proxy, 'app_port')) ?? 80,
    hosts: oneOrMany(proxy, 'host', 'hosts'),
    ssl: flagOf(ssl) ?? ssl?.node.kind === 'table',
    certificate: buildCertificate(ssl, secrets),
    sslRedirect: flagOf(member(proxy, 'ssl_redirect')),
    forwardHeaders: flagOf(member(proxy, 'forward_headers')),
    responseTimeoutMs: secondsOf(member(proxy, 'response_timeout')),
    pathPrefixes: oneOrMany(proxy, 'path_prefix', 'path_prefixes'),
    stripPathPrefix: flagOf(member(proxy, 'strip_path_prefix')),
    healthcheck: buildHealthcheck(member(proxy, 'healthcheck')),
    buffering: buildBuffering(member(proxy, 'buffering')),
    logging: {
      requestHeaders: requestHeaders ? textsOf(requestHeaders) : loggedRequestHeaders,
      responseHeaders: textsOf(member(proxy, 'logging', 'response_headers')),
    },
    run: run === undefined || isBlank(run) ? undefined : buildRun(run),
  }
}

export const buildCertificate = (
  ssl: Field | undefined,
  secrets: Pick<Secrets, 'value'>,
): Proxy['certificate'] => {
  const [chain, key] = certificateKeys.map((name) => member(ssl, name))
  if (chain === undefined || key === undefined || isBlank(chain) || isBlank(key)) return undefined
  return { chain: secrets.value(textOf(chain) ?? ''), key: secrets.value(textOf(key) ?? '') }
}

const oneOrMany = (proxy: Field, one: string, many: string): readonly string[] => {
  const several = member(proxy, many)
  return several ? textsOf(several) : commaListOf(member(proxy, one))
}

export const secondsOf = (field: Field | undefined): number | undefined => {
  const seconds = integerOf(field)
  return seconds === undefined ? undefined : seconds * 1000
}

const buildHealthcheck = (healthcheck: Field | undefined): Proxy['healthcheck'] => {
  const path = textOf(member(healthcheck, 'path'))
  return {
    intervalMs: secondsOf(member(healthcheck, 'interval')),
    timeoutMs: secondsOf(member(healthcheck, 'timeout')),
    // The proxy puts the slash in front itself; our gate must ask for the same path.
    path: path?.replace(/^\/?/, '/'),
  }
}

const buildBuffering = (buffering: Field | undefined): Proxy['buffering'] => ({
  requests: flagOf(member(buffering, 'requests')) ?? true,
  responses: flagOf(member(buffering, 'responses')) ?? true,
  maxRequestBody: integerOf(member(buffering, 'max_request_body')),
  maxResponseBody: integerOf(member(buffering, 'max_response_body')),
  memory: integerOf(member(buffering, 'memory')),
})

const buildRun = (run: Field): ProxyRun => {
  const registry = member(run, 'registry')
  return {
    httpPort: integerOf(member(run, 'http_port')) ?? 80,
    httpsPort: integerOf(member(run, 'https_port')) ?? 443,
    metricsPort: integerOf(member(run, 'metrics_port')),
    debug: flagOf(member(run, 'debug')) ?? false,
    logMaxSize: textOf(member(run, 'log_max_size')) ?? '10m',
    publish: flagOf(member(run, 'publish')) ?? true,
    bindIps: textsOf(member(run, 'bind_ips')),
    registry: isBlank(registry) ? undefined : textOf(registry),
    repository: textOf(member(run, 'repository')) ?? 'basecamp/kamal-proxy',
    version: textOf(member(run, 'version')) ?? oldestProxy,
    options: buildOptions(member(run, 'options')),
  }
}
