import { accessoryShape } from './accessory-shape.ts'
import { builderShape } from './build-shapes.ts'
import { dockerOptionKeys, dockerOptions, envKeys, hosts } from './common-shapes.ts'
import { logging, strings, texts } from './common-shapes.ts'
import { proxyShape } from './proxy-shapes.ts'
import { checked, used, type Keys } from './shape.ts'
import { sshkitShape, sshShape } from './ssh-shapes.ts'

// The keys and types of Kamal 2.12, from the examples in its lib/kamal/configuration/docs/*.yml,
// which are its schema. Blocks marked 'hash' are checked by a module of their own.

const served = { note: 'only for roles with a proxy' }

const role: Keys = {
  hosts: used(hosts, 'Its hosts, as under `servers`.'),
  cmd: used('string', 'What its containers run; added to the command word for word.'),
  stop_timeout: used('integer', 'Seconds before an old container is killed.', {
    otherwise: '`stop_timeout` of the root',
  }),
  options: used(dockerOptions, 'Flags of `docker run`; `true` is a bare flag, a list repeats it.', {
    within: dockerOptionKeys,
  }),
  logging: used(logging, "Its log, over the root's.", { as: 'logging' }),
  proxy: used({ either: ['boolean', proxyShape] }, "Whether it is served, over the root's.", {
    otherwise: 'true for the primary role',
    as: 'proxy',
  }),
  labels: used(texts, "Labels of its containers, over the root's."),
  env: used('hash', "Its environment, over the root's.", { within: envKeys }),
  asset_path: used('string', "Its assets, instead of the root's.", served),
}

/** `env` of the root. */
const rootEnv: Keys = {
  ...envKeys,
  tags: used({ map: 'hash', called: 'TAG' }, 'Environment of the hosts that have the tag.', {
    note: 'over the role, in the order in which the host has its tags',
  }),
}

const boot: Keys = {
  limit: used('string', 'How many hosts switch at once: a number, or a percentage of them.', {
    otherwise: 'all',
  }),
  wait: used('integer', 'Seconds between two groups.', { otherwise: '0' }),
  parallel_roles: checked('boolean', 'Roles of a host boot at once.', 'they always do', {
    otherwise: 'false',
  }),
}

const path = checked('string', 'Folder of the logs.', 'the job has its log')
const endpoint = checked('string', 'Address of a collector.', 'the job has its log')
const output: Keys = {
  otel: checked({ keys: { endpoint } }, 'Where events are sent.', 'the job has its log'),
  file: checked({ keys: { path } }, 'Where the output is kept.', 'the job has its log'),
}

const whole: Keys = {
  service: used('string', 'Name of the app; containers are named after it.', {
    otherwise: 'required',
  }),
  image: used('string', "The image's name, without server and tag.", {
    otherwise: 'required',
    note: 'capitals are lowered, with a warning',
  }),
  servers: used(
    { either: [hosts, { map: { either: [hosts, { keys: role }] }, called: 'ROLE' }] },
    'Hosts of the role `web`, or roles with theirs; a host may have tags.',
    { otherwise: 'required', note: 'may be left out where there are accessories' },
  ),
  labels: used(texts, 'Labels of all containers.', {
    note: '`service`, `role`, `destination` and `seaworthy.*` are taken',
  }),
  volumes: used(strings, 'Volumes of all containers.'),
  env: used('hash', 'Environment of all containers.', { within: rootEnv }),
  proxy: used(proxyShape, 'How the app is served.'),
  logging: used(logging, 'How containers log.'),
  boot: used({ keys: boot }, 'How many hosts go at once.'),
}

const waits: Keys = {
  deploy_timeout: used('integer', 'Seconds that a container has to become healthy.', {
    otherwise: '30',
  }),
  drain_timeout: used('integer', 'Seconds that requests have to end.', { otherwise: '30' }),
  stop_timeout: used('integer', 'Seconds before an old container is killed.', {
    otherwise: "Docker's with a proxy, else `drain_timeout`",
  }),
  readiness_delay: used('integer', 'Seconds that a container without a health check must run.', {
    otherwise: '7',
  }),
}

const files: Keys = {
  secrets_path: used('string', 'Path of the secrets files.', { otherwise: '.kamal/secrets' }),
  asset_path: used('string', 'Assets in the image that stay between versions.', served),
  error_pages_path: used('string', "Folder with the proxy's error pages.", served),
  hooks_path: used('string', 'Folder of the hooks.', { otherwise: '.kamal/hooks' }),
  hooks_output: used(
    { either: ['string', { map: 'string', called: 'HOOK' }] },
    '`quiet` or `verbose`, for all hooks or each.',
  ),
  run_directory: checked('string', 'Folder on the hosts.', 'Kamal ignores it too: it is `.kamal`'),
}

const rules: Keys = {
  primary_role: used('string', 'The role that is served by default.', { otherwise: 'web' }),
  allow_empty_roles: used('boolean', 'Roles may be without hosts.', { otherwise: 'false' }),
  require_destination: used('boolean', 'Only for files of destinations.', { otherwise: 'false' }),
  minimum_version: used('string', 'The oldest Kamal that may read the file.', {
    note: 'what 2.12.0 may read is read',
  }),
  retain_containers: used('integer', 'How many old containers are kept.', { otherwise: '5' }),
}

const registry: Keys = {
  server: used('string', 'Address of the registry.', {
    otherwise: 'Docker Hub',
    note: '`localhost:PORT` is one on the machine that deploys, which wants no login',
  }),
  username: used('any', 'Its user, or a list with the name of a secret.', {
    otherwise: 'required',
  }),
  password: used('any', 'The password, or a list with the name of a secret.', {
    otherwise: 'required',
  }),
}

export const rootShape: { readonly keys: Keys } = {
  keys: {
    ...whole,
    ...waits,
    ...rules,
    ...files,
    registry: used({ keys: registry }, 'Where the image is.', { otherwise: 'required' }),
    builder: used(builderShape, 'How the image is built.'),
    ssh: used(sshShape, 'How hosts are reached.'),
    sshkit: checked(sshkitShape, "Settings of Kamal's connections.", 'ours need none'),
    accessories: used({ map: accessoryShape, called: 'NAME' }, 'Databases and the like.', {
      note: 'made by `bootstrap: true`, handled by `operate`; deploys never touch them',
    }),
    aliases: checked(
      { map: 'string', called: 'NAME' },
      "Shortcuts for Kamal's command line.",
      'there is no command line here',
    ),
    output: checked({ keys: output }, "Where Kamal's own output goes.", 'the job has its log'),
  },
}
