import { shellValue } from './kamal-args.ts'

/** One service as kamal-proxy keeps it: where requests go, and the flags that would say so again. */
export interface ProxyService {
  readonly name: string
  /** `ID:PORT` of the containers that serve. */
  readonly targets: readonly string[]
  readonly flags: readonly string[]
}

type Options = Readonly<Record<string, unknown>>

interface SavedService {
  readonly name: string
  readonly active_targets?: readonly string[] | null
  readonly active_readers?: readonly string[] | null
  readonly options?: Options
  readonly target_options?: Options & { readonly health_check_config?: Options }
  /** As proxies before v0.9 wrote it; it stays in the file until the next deploy. */
  readonly active_target?: string
  readonly hosts?: readonly string[]
  readonly path_prefixes?: readonly string[]
}

/** Let's Encrypt's staging directory: what `--tls-staging` stands for. */
const stagingDirectory = 'acme-staging-v02'

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String).filter((text) => text !== '') : []

const each = (name: string, value: unknown): readonly string[] =>
  texts(value).map((text) => `--${name}=${shellValue(text)}`)

const text = (name: string, value: unknown): readonly string[] =>
  typeof value === 'string' && value !== '' ? [`--${name}=${shellValue(value)}`] : []

const bool = (name: string, value: unknown): readonly string[] =>
  typeof value === 'boolean' ? [`--${name}=${String(value)}`] : []

/** Zero is said too: where the default is another number, it was somebody's choice. */
const count = (name: string, value: unknown): readonly string[] =>
  typeof value === 'number' ? [`--${name}=${String(value)}`] : []

/** Go writes a duration as a number of nanoseconds, and reads `1ns` on the command line. */
const duration = (name: string, value: unknown): readonly string[] =>
  typeof value === 'number' ? [`--${name}=${String(value)}ns`] : []

const serviceFlags = (options: Options): readonly string[] => [
  ...each('host', options['hosts']),
  ...each('path-prefix', options['path_prefixes']),
  ...bool('strip-path-prefix', options['strip_prefix']),
  ...(options['tls_enabled'] === true ? ['--tls'] : []),
  ...(String(options['acme_directory']).includes(stagingDirectory) ? ['--tls-staging'] : []),
  ...text('tls-certificate-path', options['tls_certificate_path']),
  ...text('tls-private-key-path', options['tls_private_key_path']),
  ...text('tls-acme-cache-path', options['acme_cache_path']),
  ...bool('tls-redirect', options['tls_redirect']),
  ...text('canonical-host', options['canonical_host']),
  ...text('error-pages', options['error_page_path']),
  ...duration('writer-affinity-timeout', options['writer_affinity_timeout']),
  ...bool('read-target-websockets', options['read_targets_accept_websockets']),
]

const targetFlags = (options: NonNullable<SavedService['target_options']>): readonly string[] => [
  ...text('health-check-path', options.health_check_config?.['path']),
  ...count('health-check-port', options.health_check_config?.['port']),
  ...duration('health-check-interval', options.health_check_config?.['interval']),
  ...duration('health-check-timeout', options.health_check_config?.['timeout']),
  ...text('health-check-host', options.health_check_config?.['host']),
  ...duration('target-timeout', options['response_timeout']),
  ...bool('buffer-requests', options['buffer_requests']),
  ...bool('buffer-responses', options['buffer_responses']),
  ...count('buffer-memory', options['max_memory_buffer_size']),
  ...count('max-request-body', options['max_request_body_size']),
  ...count('max-response-body', options['max_response_body_size']),
  ...each('log-request-header', options['log_request_headers']),
  ...each('log-response-header', options['log_response_headers']),
  ...bool('forward-headers', options['forward_headers']),
  ...bool('scope-cookie-paths', options['scope_cookie_paths']),
]

/** What a list says, or, where an older proxy wrote none, what stood in its place. */
const listOr = (list: unknown, older: unknown): unknown => (texts(list).length > 0 ? list : older)

const isService = (saved: unknown): saved is SavedService =>
  typeof (saved as { name?: unknown } | null)?.name === 'string'

const toService = (saved: SavedService): ProxyService => ({
  name: saved.name,
  targets: texts(listOr(saved.active_targets, [saved.active_target ?? ''])),
  flags: [
    ...each('read-target', saved.active_readers),
    ...serviceFlags({
      ...saved.options,
      hosts: listOr(saved.options?.['hosts'], saved.hosts),
      path_prefixes: listOr(saved.options?.['path_prefixes'], saved.path_prefixes),
    }),
    ...targetFlags(saved.target_options ?? {}),
  ],
})

/**
 * Reads `kamal-proxy.state`, which v0.9.2 writes after every change (internal/server/service.go).
 * Undefined when the text is no such file: the proxy writes it in place, so it can be caught torn.
 */
export const parseProxyState = (json: string): readonly ProxyService[] | undefined => {
  let saved: unknown
  try {
    saved = JSON.parse(json)
  } catch {
    return undefined
  }
  if (!Array.isArray(saved) || !saved.every(isService)) return undefined
  return saved.map(toService)
}
