/** A service as kamal-proxy v0.9.2 writes it into its state file. */
export interface SavedService {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly target_options: Readonly<Record<string, unknown>>
  readonly active_targets: readonly string[]
  readonly active_readers: readonly string[]
  readonly rollout_targets: null
  readonly rollout_readers: null
  readonly pause_controller: object
  readonly rollout_controller: null
}

export interface DeployCommand {
  readonly saved: SavedService
  readonly deployTimeoutMs: number
  readonly drainTimeoutMs: number
  readonly force: boolean
}

const second = 1_000_000_000

/** A Go duration in nanoseconds. */
const nanoseconds = (text: string): number =>
  [...text.matchAll(/([\d.]+)(ns|ms|s|m|h)/g)].reduce((sum, [, count, unit]) => {
    const units = { ns: 1, ms: second / 1000, s: second, m: 60 * second, h: 3600 * second }
    return sum + Number(count) * units[unit as keyof typeof units]
  }, 0)

/** Undoes the quoting of `--flag="value"`; flags of tests hold nothing that a shell would expand. */
const unquoted = (flag: string): readonly [string, string] => {
  const [, name = '', text] = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(flag) ?? []
  return [name, (text ?? 'true').replaceAll(/\\(.)|["']/g, '$1')]
}

/** Reads the flags of `kamal-proxy deploy` (internal/cmd/deploy.go, v0.9.2). */
export const parseDeploy = (
  name: string,
  targets: readonly string[],
  flags: readonly string[],
): DeployCommand => {
  const given = flags.map(unquoted)
  const all = (flag: string): readonly string[] =>
    given.filter(([key]) => key === flag).flatMap(([, value]) => value.split(','))
  const text = (flag: string, otherwise = ''): string => all(flag).at(-1) ?? otherwise
  const yes = (flag: string, otherwise = false): boolean => text(flag, String(otherwise)) === 'true'
  const time = (flag: string, otherwise: string): number => nanoseconds(text(flag, otherwise))
  const many = (flag: string): readonly string[] | null => (all(flag).length > 0 ? all(flag) : null)
  return {
    deployTimeoutMs: time('deploy-timeout', '30s') / 1_000_000,
    drainTimeoutMs: time('drain-timeout', '30s') / 1_000_000,
    force: yes('force'),
    saved: {
      name,
      options: {
        hosts: many('host') ?? [''],
        path_prefixes: (many('path-prefix') ?? ['/']).map(
          (path) => `/${path.replace(/^\/|\/$/g, '')}`,
        ),
        tls_enabled: yes('tls'),
        tls_certificate_path: text('tls-certificate-path'),
        tls_private_key_path: text('tls-private-key-path'),
        tls_redirect: yes('tls-redirect', true),
        canonical_host: text('canonical-host'),
        acme_directory: yes('tls-staging')
          ? 'https://acme-staging-v02.api.letsencrypt.org/directory'
          : '',
        acme_cache_path: text('tls-acme-cache-path', '/home/kamal-proxy/.config/kamal-proxy/certs'),
        error_page_path: text('error-pages'),
        strip_prefix: yes('strip-path-prefix', true),
        writer_affinity_timeout: time('writer-affinity-timeout', '1s'),
        read_targets_accept_websockets: yes('read-target-websockets'),
      },
      target_options: {
        health_check_config: {
          path: text('health-check-path', '/up'),
          port: Number(text('health-check-port', '0')),
          interval: time('health-check-interval', '1s'),
          timeout: time('health-check-timeout', '5s'),
          host: text('health-check-host'),
        },
        response_timeout: time('target-timeout', '30s'),
        buffer_requests: yes('buffer-requests'),
        buffer_responses: yes('buffer-responses'),
        max_memory_buffer_size: Number(text('buffer-memory', '1048576')),
        max_request_body_size: Number(text('max-request-body', '0')),
        max_response_body_size: Number(text('max-response-body', '0')),
        log_request_headers: many('log-request-header'),
        log_response_headers: many('log-response-header'),
        forward_headers: yes('forward-headers', !yes('tls')),
        scope_cookie_paths: yes('scope-cookie-paths'),
      },
      active_targets: targets,
      active_readers: all('read-target'),
      rollout_targets: null,
      rollout_readers: null,
      pause_controller: { state: 0, stop_message: '', fail_after: 0 },
      rollout_controller: null,
    },
  }
}
