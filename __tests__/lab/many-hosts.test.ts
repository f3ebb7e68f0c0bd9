import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { delayPort, type DelayedPort } from '../../lab/kit/delay.ts'
import { labHosts, type LabHost } from '../../lab/kit/lab.ts'
import { makeService, type Service } from './support/service.ts'

const many = 30
const port = 2222
const real = labHosts(3)
const ways: DelayedPort[] = []
let service: Service

/** An address of its own that leads to one of the real hosts. */
const addressed = (index: number): LabHost => {
  const host = real[index % real.length]!
  const address = `127.0.78.${String(index + 1)}`
  const [, ...key] = host.knownHosts.split(' ')
  return { ...host, address, knownHosts: [`[${address}]:${String(port)}`, ...key].join(' ') }
}

const hosts = Array.from({ length: many }, (_, index) => addressed(index))

beforeAll(async () => {
  for (const [index, { address }] of hosts.entries())
    ways.push(
      await delayPort({
        listen: { host: address, port },
        to: { host: real[index % real.length]!.address, port: 22 },
        ms: 0,
      }),
    )
  service = makeService('many', hosts, { ssh: { port } })
  await service.image('v1')
})

afterAll(async () => {
  for (const way of ways) await way.close()
  await service.remove()
})

test('thirty hosts are connected to, looked at and planned for, and the plan is a screen long', async () => {
  const result = await service.run('deploy', { version: 'v1', 'dry-run': 'true' })
  expect([result.exitCode, result.outputs['outcome']]).toEqual([0, 'planned'])
  const [plan = ''] = result.summary.split('<details>')
  expect(plan.split('\n').length).toBeLessThan(50)
  for (const { address } of hosts) expect(plan).toContain(address)
  expect(JSON.parse(result.outputs['plan'] ?? '')).toMatchObject({
    waves: expect.arrayContaining([
      expect.objectContaining({ title: 'Stage 127.0.78.2, 127.0.78.3, 127.0.78.4 and 26 others' }),
    ]),
  })
}, 120_000)
