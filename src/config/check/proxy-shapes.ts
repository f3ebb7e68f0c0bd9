import { dockerOptions, strings } from './common-shapes.ts'
import { refused, used, type Keys, type Shape } from './shape.ts'

const port = (meaning: string, otherwise?: string) =>
  used('integer', meaning, otherwise === undefined ? {} : { otherwise })

const run: Keys = {
  http_port: port('Port of the host for HTTP.', '80'),
  https_port: port('Port of the host for HTTPS.', '443'),
  metrics_port: port('Port of the host for metrics.'),
  debug: used('boolean', 'The proxy logs in detail.', { otherwise: 'false' }),
  log_max_size: used('string', "Where the proxy's log is cut.", { otherwise: '10m' }),
  publish: used('boolean', 'Whether ports are published at all.', { otherwise: 'true' }),
  bind_ips: used(strings, 'Addresses of the host that the ports are bound to.', {
    note: 'an address that is none is refused; Kamal overlooks it',
  }),
  registry: used('string', "Registry of the proxy's image."),
  repository: used('string', "Name of the proxy's image.", { otherwise: 'basecamp/kamal-proxy' }),
  version: used('string', "Tag of the proxy's image.", { otherwise: 'v0.9.2' }),
  options: used(dockerOptions, 'Flags of `docker run` for the proxy.'),
}

const certificate: Keys = {
  certificate_pem: refused('string', 'Secret with the certificate.', 'not supported yet'),
  private_key_pem: refused('string', 'Secret with its key.', 'not supported yet'),
}

const healthcheck: Keys = {
  path: used('string', 'What is asked for.', {
    otherwise: '/up',
    note: 'our gate asks for the same',
  }),
  interval: used('integer', 'Seconds between checks.', { otherwise: '1' }),
  timeout: used('integer', 'Seconds that one check may take.', { otherwise: '5' }),
}

const bytes = (meaning: string, otherwise: string) => used('integer', meaning, { otherwise })

const buffering: Keys = {
  requests: used('boolean', 'Requests are buffered.', { otherwise: 'true' }),
  responses: used('boolean', 'Answers are buffered.', { otherwise: 'true' }),
  max_request_body: bytes('Most bytes of a request; 0 is no limit.', '0'),
  max_response_body: bytes('Most bytes of an answer; 0 is no limit.', '0'),
  memory: bytes('Bytes of one request that are kept in memory.', '1048576'),
}

const logged: Keys = {
  request_headers: used(strings, 'Headers of requests in the log.', {
    otherwise: 'Cache-Control, Last-Modified, User-Agent',
  }),
  response_headers: used(strings, 'Headers of answers in the log.'),
}

export const proxyKeys: Keys = {
  host: used('string', 'Host name that is served; several between commas.'),
  hosts: used(strings, 'Host names that are served; not beside `host`.'),
  app_port: port('Port of the app in its container.', '80'),
  ssl: used(
    { either: ['boolean', { keys: certificate }] },
    'Automatic certificates, or your own.',
    {
      otherwise: 'false',
      note: 'automatic ones need a host name, and a single server for the role',
    },
  ),
  ssl_redirect: used('boolean', 'HTTP is sent on to HTTPS.', { otherwise: 'true' }),
  forward_headers: used('boolean', 'X-Forwarded headers are passed on.', {
    otherwise: 'true without `ssl`',
  }),
  response_timeout: used('integer', 'Seconds that the app has to answer.', { otherwise: '30' }),
  path_prefix: used('string', 'Only paths below it are served; several between commas.'),
  path_prefixes: used(strings, 'Only paths below these; not beside `path_prefix`.'),
  strip_path_prefix: used('boolean', 'The app sees paths without the prefix.', {
    otherwise: 'true',
  }),
  healthcheck: used({ keys: healthcheck }, 'How a container proves that it can serve.'),
  buffering: used({ keys: buffering }, 'What the proxy keeps back.'),
  logging: used({ keys: logged }, "What the proxy's log has besides."),
  run: used({ keys: run }, 'How the one proxy of a host is started, where none runs.', {
    note: 'one that runs is left as it is; all blocks that touch one host must be equal',
  }),
}

export const proxyShape: Shape = { keys: proxyKeys }
