import { describe, expect, test } from '@jest/globals'
import { parseProxyState } from '../../src/host/proxy-state.ts'

/** One service as kamal-proxy v0.9.2 writes it; deploying with the flags read from it wrote it again. */
const saved = {
  name: 'app-web',
  options: {
    hosts: ['a.test', 'b.test'],
    path_prefixes: ['/', '/api'],
    tls_enabled: true,
    tls_certificate_path: '/home/kamal-proxy/.apps-config/app/tls/web/cert.pem',
    tls_private_key_path: '/home/kamal-proxy/.apps-config/app/tls/web/key.pem',
    tls_redirect: false,
    canonical_host: 'a.test',
    acme_directory: 'https://acme-staging-v02.api.letsencrypt.org/directory',
    acme_cache_path: '/home/kamal-proxy/.config/kamal-proxy/certs',
    error_page_path: '/home/kamal-proxy/.apps-config/app/error_pages/aaa',
    strip_prefix: false,
    writer_affinity_timeout: 0,
    read_targets_accept_websockets: true,
  },
  target_options: {
    health_check_config: {
      path: '/he alth?a=1&b=$x',
      port: 8080,
      interval: 1_500_000_000,
      timeout: 5_000_000_000,
      host: 'in.test',
    },
    response_timeout: 30_000_000_000,
    buffer_requests: false,
    buffer_responses: true,
    max_memory_buffer_size: 1_048_576,
    max_request_body_size: 77,
    max_response_body_size: 0,
    log_request_headers: ['Cache-Control', 'User-Agent'],
    log_response_headers: null,
    forward_headers: true,
    scope_cookie_paths: false,
  },
  active_targets: ['0123456789ab:80'],
  active_readers: ['ba9876543210:80'],
  rollout_targets: null,
  rollout_readers: null,
  pause_controller: { state: 0, stop_message: '', fail_after: 0 },
  rollout_controller: null,
}

const flags = [
  '--read-target="ba9876543210:80"',
  '--host="a.test"',
  '--host="b.test"',
  '--path-prefix="/"',
  '--path-prefix="/api"',
  '--strip-path-prefix=false',
  '--tls',
  '--tls-staging',
  '--tls-certificate-path="/home/kamal-proxy/.apps-config/app/tls/web/cert.pem"',
  '--tls-private-key-path="/home/kamal-proxy/.apps-config/app/tls/web/key.pem"',
  '--tls-acme-cache-path="/home/kamal-proxy/.config/kamal-proxy/certs"',
  '--tls-redirect=false',
  '--canonical-host="a.test"',
  '--error-pages="/home/kamal-proxy/.apps-config/app/error_pages/aaa"',
  '--writer-affinity-timeout=0ns',
  '--read-target-websockets=true',
  '--health-check-path="/he alth?a=1&b=\\$x"',
  '--health-check-port=8080',
  '--health-check-interval=1500000000ns',
  '--health-check-timeout=5000000000ns',
  '--health-check-host="in.test"',
  '--target-timeout=30000000000ns',
  '--buffer-requests=false',
  '--buffer-responses=true',
  '--buffer-memory=1048576',
  '--max-request-body=77',
  '--max-response-body=0',
  '--log-request-header="Cache-Control"',
  '--log-request-header="User-Agent"',
  '--forward-headers=true',
  '--scope-cookie-paths=false',
]

const only = (service: object) => parseProxyState(JSON.stringify([service]))?.[0]

describe("the proxy's state", () => {
  test('gives back targets and every flag that was chosen, zeros and falses too', () => {
    expect(only(saved)).toEqual({ name: 'app-web', targets: ['0123456789ab:80'], flags })
  })

  test('of a service for every host gives no host', () => {
    const service = only({ ...saved, options: { ...saved.options, hosts: [''] } })
    expect(service?.flags.filter((flag) => flag.startsWith('--host'))).toEqual([])
  })

  test('that an older proxy wrote names target, hosts and prefixes in other places', () => {
    const older = {
      name: 'app-web',
      active_target: '0123456789ab:80',
      hosts: ['a.test'],
      path_prefixes: ['/api'],
      options: { tls_enabled: false },
      target_options: { health_check_config: { path: '/up' } },
    }
    expect(only(older)).toEqual({
      name: 'app-web',
      targets: ['0123456789ab:80'],
      flags: ['--host="a.test"', '--path-prefix="/api"', '--health-check-path="/up"'],
    })
  })

  test('of a proxy that serves nothing is empty', () => {
    expect([parseProxyState('[]'), parseProxyState('[]\n')]).toEqual([[], []])
  })

  test('that was caught while it was written is not known', () => {
    const whole = JSON.stringify([saved])
    const torn = Array.from({ length: whole.length - 1 }, (_, length) => whole.slice(0, length))
    expect(torn.filter((text) => parseProxyState(text) !== undefined)).toEqual([])
  })

  test.each(['null', '{}', '3', '[null]', '[3]', '[{}]'])('%s is no such state', (text) => {
    expect(parseProxyState(text)).toBeUndefined()
  })
})
