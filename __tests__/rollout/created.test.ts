import { expect, test } from '@jest/globals'
import { startContainer } from '../../src/host/docker.ts'
import type { DockerCall } from '../../src/host/docker-call.ts'
import type { Host } from '../../src/host/port.ts'
import { idOf, startingById } from '../../src/rollout/created.ts'

const script = { kind: 'script', title: '', words: [], changes: true, timeoutMs: 1 } as const

const recorded = (values: Readonly<Record<string, string>>) => {
  const said: DockerCall[] = []
  const host: Host = {
    name: 'h',
    script: () => Promise.resolve({ code: 0, values, failedAt: undefined, stderr: '' }),
    docker: (call) => {
      said.push(call)
      return Promise.resolve({ status: 204, body: Buffer.alloc(0) })
    },
    probe: () => Promise.resolve({ outcome: 'refused' }),
  }
  return { host: startingById(host), said }
}

test('what a script has created is started by its id, under the title that the plan has', async () => {
  const { host, said } = recorded({ [idOf('app-web-v2')]: 'c0ffee\n', 'free-disk': '1' })
  await host.script(script)
  await host.docker(startContainer('app-web-v2'))
  expect(said).toEqual([{ ...startContainer('app-web-v2'), path: '/containers/c0ffee/start' }])
})

test('what nobody has created is started by its name, and nothing else goes by an id', async () => {
  const { host, said } = recorded({ [idOf('app-web-v2')]: 'c0ffee' })
  const wait = { ...startContainer('app-web-v2'), path: '/containers/app-web-v2/wait' }
  await host.docker(startContainer('app-web-v2'))
  await host.script(script)
  await host.docker(startContainer('app-web-v1'))
  await host.docker(wait)
  expect(said).toEqual([startContainer('app-web-v2'), startContainer('app-web-v1'), wait])
})
