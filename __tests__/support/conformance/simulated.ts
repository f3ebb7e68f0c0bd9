import { pushImage, simulateHost } from '../simulated/host.ts'
import { dockerIsAway, dockerRestarts } from '../simulated/reboot.ts'
import { simulateWorld, type App, type World } from '../simulated/world.ts'
import type { Tried } from './carry-out.ts'
import { assets, repository, service, versions, type Ground, type Version } from './cases/ground.ts'

const apps: Readonly<Record<Version, App>> = {
  v1: { kind: 'healthy', afterMs: 50 },
  v2: { kind: 'healthy', afterMs: 50 },
  slow: { kind: 'healthy', afterMs: 2000 },
  bad: { kind: 'unhealthy' },
  crash: { kind: 'crashing' },
  stubborn: { kind: 'healthy', afterMs: 50, stubborn: true },
}

/** A world with the images that cases use. */
export const simulatedGround = (): { readonly world: World; readonly ground: Ground } => {
  const world = simulateWorld()
  const digests: Partial<Record<Version, string>> = {}
  for (const version of versions)
    digests[version] = pushImage(world, {
      repository,
      version,
      labels: { service },
      folders: { '/public': assets },
      app: apps[version],
    }).digest
  const registry = { server: 'registry.lab:5000', username: 'u', password: 'p' }
  return { world, ground: { registry, digests: digests as Ground['digests'] } }
}

/** A fresh simulated host, and a way to let its time pass while something is tried on it. */
export const trySimulated = (
  world: World,
): Tried & { readonly run: <T>(work: () => Promise<T>) => Promise<T> } => {
  const machine = simulateHost('h1', world)
  const job = world.job()
  const host = job.hosts.get('h1')
  if (host === undefined) throw new Error('no host')
  return {
    host,
    sleep: (ms) => job.clock.sleep(ms),
    happen: (mishap) => {
      if (mishap === 'docker-restarts') dockerRestarts(machine)
      else dockerIsAway(machine, mishap === 'docker-stops')
      return job.clock.sleep(1500)
    },
    run: async (work) => {
      const end = await job.run(work)
      if (end.ended === 'returned') return end.value
      throw end.ended === 'threw' ? (end.error as Error) : new Error('killed')
    },
  }
}
