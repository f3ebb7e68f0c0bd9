import { expect, test } from '@jest/globals'
import { survey } from '../../src/rollout/survey.ts'
import { targetsOf } from '../../src/rollout/target.ts'
import { sampleConfig, sampleRole } from '../host/sample.ts'
import { simulateHost } from '../support/simulated/host.ts'
import { simulateWorld } from '../support/simulated/world.ts'

const config = sampleConfig({ roles: [sampleRole({ hosts: ['h1', 'h2'] })], primaryHost: 'h1' })

/** Hosts whose files were read, and hosts that were told to run a script. */
const surveyed = async (hosts: readonly string[], whose?: 'all') => {
  const world = simulateWorld()
  for (const host of ['h1', 'h2']) simulateHost(host, world)
  const job = world.job()
  const scripts: string[] = []
  const watched = [...job.hosts.values()].map((host) => ({
    ...host,
    script: (...said: Parameters<typeof host.script>) => {
      scripts.push(host.name)
      return host.script(...said)
    },
  }))
  const ports = {
    ...job,
    hosts: new Map(watched.map((host) => [host.name, host])),
    revive: () => Promise.resolve(job.hosts),
    narrate: () => undefined,
    hook: () => Promise.resolve(),
  }
  const targets = targetsOf(config, { hosts, roles: [], without: [] })
  const end = await job.run(() => survey(config, { targets, lockHost: 'h1' }, ports, whose))
  if (end.ended !== 'returned') throw new Error(end.ended)
  const { fleet } = end.value
  const read = Object.values(fleet).flatMap(({ host, files }) => (files === undefined ? [] : host))
  return { looked: Object.keys(fleet), read, scripts: scripts.sort() }
}

test('a deploy reads the files of the host with the lock, and no others', async () => {
  expect(await surveyed([])).toEqual({ looked: ['h1', 'h2'], read: ['h1'], scripts: ['h1'] })
})

test('the host with the lock is read when it is none of the targets', async () => {
  expect(await surveyed(['h2'])).toEqual({ looked: ['h2'], read: [], scripts: ['h1'] })
})

test('a rollback has the records of every host from the same one look', async () => {
  const both = ['h1', 'h2']
  expect(await surveyed([], 'all')).toEqual({ looked: both, read: both, scripts: both })
})
