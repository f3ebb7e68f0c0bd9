import { expect, test } from '@jest/globals'
import { mistakesOf } from './support.ts'

const base = `service: my shop
image: acme/shop:latest
registry:
  server: ghcr.io
  username: acme
  password: [REGISTRY_PASSWORD]
servers:
  web:
    hosts:
      - deploy@10.0.0.1
      - 10.0.0.2:22
  job:
    host: 10.0.0.3
    cmd: bin/jobs
proxi:
  host: shop.example.com
proxy:
  ssl: yes
  app_port: <%= ENV.fetch("APP_PORT") %>
env:
  clear:
    NO: 1
  secret:
    - RAILS_MASTER_KEY
deploy_timeout: 30s
`

const staging = `servers:
  job:
    options:
      restart: no
retain_containers: 0
x-seaworthy:
  gates:
    stage: {timeout: 1s, interval: 1s}
`

test('a dozen mistakes in two files and the secrets are told in one go', () => {
  const files = {
    'deploy.yml': base,
    'deploy.staging.yml': staging,
    '.kamal/secrets.staging': 'REGISTRY_PASSWORD=$(op read registry)\n',
  }
  expect(mistakesOf({ files, destination: 'staging' })).toEqual([
    'deploy.yml:1:10 Service name can only include alphanumeric characters, hyphens, and ' +
      'underscores; it starts with a letter or a digit',
    'deploy.yml:2:8 image: the image is named without a tag or digest; write acme/shop',
    'deploy.yml:10:9 servers/web/hosts/0: a host takes no user; set the user under ssh/user',
    'deploy.yml:11:9 servers/web/hosts/1: a host takes no port; set the port under ssh/port',
    'deploy.yml:12:3 No servers specified for the job role. ' +
      'You can ignore this with allow_empty_roles: true',
    'deploy.yml:13:5 servers/job: unknown key: host; did you mean hosts?',
    'deploy.yml:15:1 unknown key: proxi; did you mean proxy?',
    'deploy.yml:18:8 proxy: Must set a host to enable automatic SSL',
    'deploy.yml:18:8 SSL is only supported on a single server unless you provide custom ' +
      'certificates, found 2 servers for role web',
    'deploy.yml:19:13 ENV.fetch("APP_PORT"): the environment variable is not set; ' +
      "set APP_PORT in the job's env, or give a default",
    'deploy.yml:22:5 env/clear/false: YAML takes this key for false; put the name in quotes',
    "deploy.yml:24:7 env/secret/0: Secret 'RAILS_MASTER_KEY' not found in .kamal/secrets.staging; " +
      'add the line RAILS_MASTER_KEY=$RAILS_MASTER_KEY to .kamal/secrets.staging ' +
      'and give the variable to the job',
    'deploy.yml:25:17 deploy_timeout: should be an integer',
    'deploy.staging.yml:4:16 servers/job/options/restart: should be a string. ' +
      'Use "no" to disable restarts',
    'deploy.staging.yml:5:20 Must retain at least 1 container',
    'deploy.staging.yml:8:36 x-seaworthy/gates/stage/interval: the gate cannot pass after one ' +
      'failed check: 2 successes 1s apart then take 2s, and its timeout is 1s; ' +
      'raise timeout, or lower interval or successes',
    '.kamal/secrets.staging:1:1 REGISTRY_PASSWORD: the secret REGISTRY_PASSWORD is empty: ' +
      'op failed (not found); give REGISTRY_PASSWORD in env-file, which stands over this line; one that may be empty is written REGISTRY_PASSWORD=',
  ])
})

test('what hangs on ERB that could not be read is not called wrong as well', () => {
  const text = `service: <%= \`hostname\` %>
image: acme/<%= \`x\` %>
registry: <%= y %>
servers: ["<%= z %>"]
deploy_timeout: <%= 5 * 6 %>
<%= key %>: 1
proxy: <%= p %>
env: {clear: {A: <%= q %>}, secret: [<%= s %>]}
`
  expect(mistakesOf({ files: { 'deploy.yml': text } })).toEqual([
    'deploy.yml:3:11 this ERB needs Ruby, which is not installed: <%= y %>; ' +
      'install Ruby in an earlier step, or look variables up with ENV["X"] alone',
  ])
})
