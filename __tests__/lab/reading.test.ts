import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { served, textOf } from '../../lab/kit/inspect.ts'
import { labHosts, readLab, type LabHost } from '../../lab/kit/lab.ts'
import { makeService } from './support/service.ts'

const hosts = labHosts(2)
const service = makeService('reading', hosts)
const password = 'canary-of-terraform'

const deployYml = `service: ${service.name}
image: lab/${service.name}
servers:
  web:
    hosts:
      - <%= ENV["TF_FIRST"] %>: [eu, big]
      - <%= ENV["TF_SECOND"] %>: big
    env:
      clear: { SIZE: role }
      secret: [API_TOKEN]
env:
  clear: { SIZE: root, REGION: us, SITES: "<%= ENV["TF_SITES"] %>" }
  secret: [DATABASE_PASSWORD]
  tags:
    eu: { REGION: eu, SIZE: small }
    big: { clear: { SIZE: big }, secret: [LICENSE:BIG_LICENSE] }
proxy:
  host: ${service.name}.lab
  app_port: 3000
  healthcheck: { path: /up, interval: 1, timeout: 5 }
registry:
  server: registry.lab:5000
  username: lab
  password: [REGISTRY_PASSWORD]
builder: { arch: amd64 }
ssh:
  user: ${hosts[0]!.user}
  config: ssh_config
  keys_only: true
x-seaworthy:
  known-hosts: ${JSON.stringify(hosts.map(({ knownHosts }) => knownHosts))}
`

const names = ['first.reading.lab', 'second.reading.lab'] as const
const block = (name: string, { address }: LabHost): string =>
  `Host ${name}\n  HostName ${address}\n  User nobody\n`

const output = (value: unknown, sensitive = false) => ({ sensitive, type: 'string', value })

beforeAll(async () => {
  service.write({
    'config/deploy.yml': deployYml,
    '.kamal/secrets':
      'REGISTRY_PASSWORD=$REGISTRY_PASSWORD\nAPI_TOKEN=$API_TOKEN\n' +
      'DATABASE_PASSWORD=$TF_DATABASE_PASSWORD\nBIG_LICENSE=big-one\n',
    ssh_config:
      names.map((name, index) => block(name, hosts[index]!)).join('') +
      `Host *.reading.lab\n  IdentityFile ${readLab().keyFile}\n`,
    'outputs.json': JSON.stringify({
      first: output(names[0]),
      second: output(names[1]),
      sites: output(['a.example.com', 'b.example.com']),
      'database-password': output(password, true),
    }),
  })
  for (const version of ['v1', 'v2']) await service.image(version)
})

afterAll(() => service.remove(), 60_000)

const envOn = async (host: LabHost, name: string): Promise<string> =>
  (await served(host, `${service.name}.lab`, `/env?name=${name}`)).body.trim()

const inputs = { 'ssh-private-key': '', 'terraform-outputs': 'outputs.json' }

test('hosts from Terraform, reached by an ssh_config, have the environment of their tags', async () => {
  const result = await service.deploy('v1', inputs)
  expect(result.outputs['outcome']).toBe('deployed')
  expect(result.log).not.toContain(password)
  const [first, second] = hosts
  const seen = await Promise.all(
    [first!, second!].map(async (host) => ({
      plain: await Promise.all(
        ['REGION', 'SIZE', 'SITES', 'KAMAL_HOST'].map((n) => envOn(host, n)),
      ),
      file: await textOf(host, `.kamal/apps/${service.name}/env/roles/web.env`),
    })),
  )
  const file = `DATABASE_PASSWORD=${password}\nAPI_TOKEN=${service.canary}\nLICENSE=big-one\n`
  const sites = 'a.example.com,b.example.com'
  expect(seen).toEqual([
    { plain: ['eu', 'big', sites, names[0]], file },
    { plain: ['us', 'big', sites, names[1]], file },
  ])
}, 90_000)

test('a tag that changes is deployed, and nothing else is', async () => {
  const before = await service.deploy('v1', inputs)
  expect(before.outputs['outcome']).toBe('unchanged')
  service.write({ 'config/deploy.yml': deployYml.replace('REGION: eu', 'REGION: eu-2') })
  const result = await service.deploy('v1', inputs)
  expect(result.outputs['outcome']).toBe('deployed')
  expect(await Promise.all(hosts.map((host) => envOn(host, 'REGION')))).toEqual(['eu-2', 'us'])
}, 90_000)

test('outputs that can’t be read are told before any host is', async () => {
  service.write({ 'broken.json': '[command]/bin/terraform output -json\n{}' })
  const result = await service.run('deploy', { ...inputs, 'terraform-outputs': 'broken.json' })
  expect(result.exitCode).toBe(1)
  expect(result.annotations[0]?.message).toContain(
    'Input terraform-outputs begins with a line of the wrapper of setup-terraform: set its `terraform_wrapper: false`.',
  )
}, 60_000)
