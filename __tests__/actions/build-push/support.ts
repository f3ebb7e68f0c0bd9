import type { BuildInputs } from '../../../src/actions/build-push/read.ts'
import type { Context } from '../../../src/actions/shared/context.ts'
import type { BuildFile } from '../../../src/config/read-build.ts'

export const plainInputs: BuildInputs = {
  configFile: 'config/deploy.yml',
  destination: undefined,
  version: undefined,
  platforms: [],
  context: undefined,
  dockerfile: undefined,
  target: undefined,
  args: {},
  cache: undefined,
  username: undefined,
  password: undefined,
  builder: undefined,
  rebuild: false,
  skipHooks: false,
  token: 'job-token',
  secrets: {},
  terraform: { variables: {}, sensitive: [] },
  checkDeploy: false,
  channels: {
    ...{ notifyOn: 'failure', slack: undefined, webhook: undefined },
    ...{ issue: false, heartbeat: undefined },
  },
}

export const plainFile: BuildFile = {
  file: 'config/deploy.yml',
  service: 'shop',
  destination: undefined,
  repository: 'ghcr.io/acme/shop',
  image: 'acme/shop',
  registry: { server: 'ghcr.io', username: 'acme', password: '' },
  builder: {
    architectures: ['amd64'],
    driver: 'docker-container',
    remote: undefined,
    local: true,
    context: undefined,
    dockerfile: 'Dockerfile',
    target: undefined,
    args: { RUBY: '3.3', DEBUG: 'no' },
    secrets: { NPM: 'x' },
    ssh: undefined,
    provenance: undefined,
    sbom: undefined,
    cache: undefined,
  },
  hooks: { files: {}, quiet: [], timeoutMs: 900_000, secrets: {}, hosts: [] },
}

export const run: Context['run'] = {
  repository: 'acme/shop',
  runId: '1',
  attempt: '1',
  job: 'build',
  runner: 'r',
  server: 'https://github.com',
  apiUrl: 'https://api.github.com',
  actor: 'ada',
  sha: 'a'.repeat(40),
  workspace: '/work',
  workflow: 'Deploy',
  url: 'https://github.com/acme/shop/actions/runs/1',
}
