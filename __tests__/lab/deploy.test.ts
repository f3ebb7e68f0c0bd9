import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { auditOf, containers, filesWith, textOf } from '../../lab/kit/inspect.ts'
import { labHosts, onHost } from '../../lab/kit/lab.ts'
import { bare, settledOn, standing, stateOf } from './support/fleet.ts'
import { makeService, registryPassword } from './support/service.ts'

const hosts = labHosts(3)
const service = makeService('deploy', hosts)
const repository = `registry.lab:5000/lab/${service.name}`
const digests: Record<string, string> = {}

beforeAll(async () => {
  for (const version of ['v1', 'v2']) digests[version] = await service.image(version)
}, 60_000)

afterAll(() => service.remove(), 60_000)

const hostsOutput = (before: string | null, after: string): unknown =>
  hosts.map(({ address }) => ({
    host: address,
    roles: [{ role: 'web', before, after, gate: expect.stringMatching(/^200 2 times in a row/) }],
  }))

describe('from nothing to the second version', () => {
  test('a dry-run on bare hosts prints the plan and every command, and changes nothing', async () => {
    const before = await stateOf(service)
    const result = await service.deploy('v1', { 'dry-run': 'true' })
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ outcome: 'planned', version: 'v1' })
    expect(result.log).toContain('docker create --name')
    expect(result.log).toContain(`.kamal/apps/${service.name}/env/roles/web.env.v1`)
    expect(result.log).toContain(`Deploy v1 to ${hosts.map(({ address }) => address).join(', ')}`)
    expect(result.summary).toContain(`${service.name} v1 can go to 3 hosts: nothing was changed`)
    expect(JSON.parse(result.outputs['plan'] ?? '')).toMatchObject({ title: /./ })
    expect(await stateOf(service)).toEqual(before)
    expect(await standing(service)).toEqual(bare(service))
  }, 60_000)

  test('the first deploy serves on every host, and says so', async () => {
    const result = await service.deploy('v1')
    expect(result.exitCode).toBe(0)
    const { plan = '', hosts: table = '', seconds, ...outputs } = result.outputs
    expect(outputs).toEqual({
      outcome: 'deployed',
      version: 'v1',
      'previous-version': '',
      image: `${repository}@${digests['v1']}`,
      digest: digests['v1'],
    })
    expect(Number(seconds)).toBeGreaterThan(0)
    expect(JSON.parse(table)).toEqual(hostsOutput(null, 'v1'))
    expect(JSON.parse(plan)).toHaveProperty('waves')
    expect(result.annotations).toEqual([])
    expect(result.summary).toMatch(RegExp(`^## ${service.name} v1 is live on 3 hosts, `))
    expect(result.summary).toContain('```mermaid')
    expect(await standing(service)).toEqual(settledOn(service, 'v1'))
  }, 60_000)

  test('every host has the records and files that Kamal and a rollback need', async () => {
    for (const host of hosts) {
      const time = '\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\]'
      const image = `${repository}:v1`
      expect(
        (await auditOf(host, service.name)).map((line) => line.replace(RegExp(time), '')),
      ).toEqual([
        ' [ada] Pulled image with version v1',
        ' [ada] [web] Booted app version v1',
        ` [ada] Tagging ${image} as the latest image`,
        ' [ada] Pruned containers',
        ' [ada] Pruned images',
      ])
      const app = `.kamal/apps/${service.name}`
      const records = (await textOf(host, `${app}/seaworthy/releases.jsonl`)) ?? ''
      expect(JSON.parse(records)).toMatchObject({
        version: 'v1',
        digest: digests['v1'],
        roles: ['web'],
        actor: 'ada',
        run: expect.stringMatching(/^acme\/shop\/\d+\/1$/),
        outcome: 'deployed',
      })
      expect(records).toMatch(/"at":"\d{4}-\d\d-\d\dT[\d:]{8}Z"/)
      const { stdout } = await onHost(
        host,
        `stat -c '%a %U' ${app}/env/roles/web.env; ls -d .kamal/proxy/apps-config
        docker image inspect -f {{.Id}} ${repository}:latest ${image} | sort -u | wc -l`,
      )
      expect(stdout).toBe('600 root\n.kamal/proxy/apps-config\n1\n')
      expect(await filesWith(host, '', registryPassword())).toEqual([])
      expect(await filesWith(host, '', service.canary)).toEqual([`/root/${app}/env/roles/web.env`])
    }
  }, 60_000)

  test('the second version takes over, the first stays stopped for a rollback', async () => {
    const result = await service.deploy('v2')
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({ outcome: 'deployed', 'previous-version': 'v1' })
    expect(JSON.parse(result.outputs['hosts'] ?? '')).toEqual(hostsOutput('v1', 'v2'))
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
    for (const host of hosts)
      expect(
        (await containers(host, service.name)).map(({ name, state }) => [name, state]),
      ).toEqual([
        [`${service.name}-web-v1`, 'exited'],
        [`${service.name}-web-v2`, 'running'],
      ])
  }, 60_000)
})

describe('the version that serves already', () => {
  test('deployed again, it changes nothing and takes no lock', async () => {
    const before = await stateOf(service)
    const result = await service.deploy('v2')
    expect(result.exitCode).toBe(0)
    expect(result.outputs).toMatchObject({
      outcome: 'unchanged',
      'previous-version': 'v2',
      plan: '',
    })
    expect(result.log).not.toContain('lock')
    expect(result.state).toEqual({
      ...{ phase: 'main', settled: 'true' },
      report: expect.stringContaining('"outcome":"unchanged"'),
    })
    expect(result.summary.trimEnd()).toBe(
      `${service.name} v2 serves on 3 hosts already: nothing was changed`,
    )
    expect(await stateOf(service)).toEqual(before)
  }, 60_000)

  test('a dry-run of another version changes nothing either', async () => {
    const before = await stateOf(service)
    const result = await service.deploy('v1', { 'dry-run': 'true' })
    expect(result.outputs).toMatchObject({ outcome: 'planned', 'previous-version': 'v2' })
    expect(await stateOf(service)).toEqual(before)
  }, 60_000)

  test('with a rotated secret, its containers are replaced under the same version', async () => {
    const old = await Promise.all(hosts.map((host) => containers(host, service.name)))
    const rotated = `${service.canary}\\"rotated"\t#{x}`
    const result = await service.run('deploy', { version: 'v2' }, { env: { API_TOKEN: rotated } })
    expect(result.outputs).toMatchObject({ outcome: 'deployed', 'previous-version': 'v2' })
    expect(await standing(service)).toEqual(settledOn(service, 'v2'))
    for (const [index, host] of hosts.entries()) {
      const serving = (await containers(host, service.name)).find(
        ({ state }) => state === 'running',
      )
      expect(old[index]?.map(({ id }) => id)).not.toContain(serving?.id)
      const env = await textOf(host, `.kamal/apps/${service.name}/env/roles/web.env`)
      expect(env).toBe(`API_TOKEN=${service.canary}\\\\"rotated"\\t#{x}\n`)
    }
  }, 60_000)
})
