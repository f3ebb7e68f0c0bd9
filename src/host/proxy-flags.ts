import type { Config, Proxy } from '../config/config.ts'
import { shellValue } from './kamal-args.ts'
import type { ProxyFiles } from './web-files.ts'

const seconds = (ms: number): string => `${String(ms / 1000)}s`

/** `--flag="value"`, or nothing when there is no value; false is given as `--flag="false"`. */
const flag = (name: string, value: string | number | boolean | undefined): readonly string[] => {
  if (value === undefined) return []
  if (value === true) return [`--${name}`]
  return [`--${name}=${shellValue(String(value))}`]
}

const each = (name: string, values: readonly string[]): readonly string[] =>
  values.flatMap((value) => flag(name, value))

const duration = (name: string, ms: number | undefined): readonly string[] =>
  flag(name, ms === undefined ? undefined : seconds(ms))

type Timeouts = Pick<Config, 'deployTimeoutMs' | 'drainTimeoutMs'>

/**
 * The flags of `kamal-proxy deploy` after `--target`, in Kamal 2.12's order (commands/app/proxy.rb).
 * Without files, those that are the same for every version.
 */
export const proxyFlags = (
  timeouts: Timeouts,
  proxy: Proxy,
  files?: ProxyFiles,
): readonly string[] => [
  ...each('host', proxy.hosts),
  ...(proxy.ssl ? ['--tls'] : []),
  ...flag('tls-certificate-path', files?.certificate?.chain),
  ...flag('tls-private-key-path', files?.certificate?.key),
  ...duration('deploy-timeout', timeouts.deployTimeoutMs),
  ...duration('drain-timeout', timeouts.drainTimeoutMs),
  ...duration('health-check-interval', proxy.healthcheck.intervalMs),
  ...duration('health-check-timeout', proxy.healthcheck.timeoutMs),
  ...flag('health-check-path', proxy.healthcheck.path),
  ...duration('target-timeout', proxy.responseTimeoutMs),
  ...flag('buffer-requests', proxy.buffering.requests),
  ...flag('buffer-responses', proxy.buffering.responses),
  ...flag('buffer-memory', proxy.buffering.memory),
  ...flag('max-request-body', proxy.buffering.maxRequestBody),
  ...flag('max-response-body', proxy.buffering.maxResponseBody),
  ...each('path-prefix', proxy.pathPrefixes),
  ...flag('strip-path-prefix', proxy.stripPathPrefix),
  ...flag('forward-headers', proxy.forwardHeaders),
  ...flag('tls-redirect', proxy.sslRedirect),
  ...each('log-request-header', proxy.logging.requestHeaders),
  ...each('log-response-header', proxy.logging.responseHeaders),
  ...flag('error-pages', files?.errorPages),
]
