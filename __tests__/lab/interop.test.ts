import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addHost, readLab, removeHost, root, type LabHost } from '../../lab/kit/lab.ts'
import { wipe } from '../../lab/kit/wipe.ts'
import { kamalOverrides, takeTurns } from '../interop/turns.ts'
import { makeService, type Service } from './support/service.ts'

let hosts: readonly LabHost[]

/** Takes turns with a Kamal that is not quite one; a service of its own each time. */
const withStandIn = async (how: string): Promise<readonly string[]> => {
  const service: Service = makeService(`interop-${how}`, hosts, kamalOverrides())
  try {
    for (const version of ['v1', 'v2', 'v3']) await service.image(version)
    const env = {
      STAND_IN: how,
      STAND_IN_SERVICE: service.name,
      STAND_IN_HOSTS: hosts.map(({ address }) => address).join(' '),
      STAND_IN_KEY: readLab().keyFile,
    }
    return await takeTurns({ path: join(root, '__tests__/interop/stand-in'), env }, service)
  } finally {
    await wipe(hosts, service.name)
    await service.remove()
  }
}

beforeAll(async () => {
  hosts = [await addHost('turns-a'), await addHost('turns-b')]
}, 120_000)

afterAll(async () => {
  for (const name of ['turns-a', 'turns-b']) await removeHost(name)
}, 60_000)

test('by the transcript of Kamal, both take over from each other in every turn', async () => {
  expect(await withStandIn('faithful')).toEqual([])
}, 240_000)

test.each([
  ['idle', /^Kamal deploys v2: turns-a is .*"serves":"v1"/],
  ['leaves-old', /^Kamal deploys v2: turns-a is .*-web-v1.*-web-v2/],
  ['keeps-lock', /^Kamal deploys v2: turns-a is .*"locks":\["lock-interop/],
])(
  'a Kamal that %s is found out',
  async (how, wanted) => {
    const [first = ''] = await withStandIn(how)
    expect(first).toMatch(wanted)
  },
  120_000,
)

test('a path that is no Kamal is found out', async () => {
  const service = makeService('interop-none', hosts, kamalOverrides())
  try {
    for (const version of ['v1']) await service.image(version)
    const [first = ''] = await takeTurns({ path: '/nowhere/kamal' }, service)
    expect(first).toMatch(/^Kamal deploys v2: it ended with 127: .*\/nowhere\/kamal/)
  } finally {
    await service.remove()
  }
}, 120_000)
