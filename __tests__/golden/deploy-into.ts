import { expect } from '@jest/globals'
import type { Config } from '../../src/config/config.ts'
import { bootstrap } from '../../src/rollout/bootstrap/bootstrap.ts'
import { placedOf } from '../../src/rollout/bootstrap/setting.ts'
import { deploy } from '../../src/rollout/deploy.ts'
import { survey } from '../../src/rollout/survey.ts'
import { targetsOf, type Rollout } from '../../src/rollout/target.ts'
import type { Home } from '../host/shells.ts'
import { makeFolder, putFile } from '../support/simulated/files.ts'
import {
  deployedByKamal,
  pushImage,
  simulateHost,
  type Deployed,
} from '../support/simulated/host.ts'
import { simulateWorld } from '../support/simulated/world.ts'
import { listening } from './said.ts'

export const repository = 'ghcr.io/o/app'

/** What a host has before. */
export interface Before {
  readonly deployed: readonly Deployed[]
  /** Files by their path; the home has them already. */
  readonly files?: Readonly<Record<string, string>>
  /** With the input `bootstrap`: its accessories come first. */
  readonly bootstrap?: true
}

/** What the images have in a folder. */
const folders = { '/rails/public/assets': { 'logo.svg': 'new\n', 'js/app-bbb.js': 'bbb\n' } }

const machineWith = (world: ReturnType<typeof simulateWorld>, { deployed, files = {} }: Before) => {
  const labels = { service: 'app' }
  pushImage(world, { repository, version: 'aaa', labels, folders })
  pushImage(world, { repository: 'ghcr.io/o/search', version: '1', labels: {} })
  pushImage(world, { repository: 'postgres', version: '17', labels: {} })
  const machine = simulateHost('h', world)
  for (const one of deployed) deployedByKamal(machine, one)
  for (const [path, text] of Object.entries(files)) {
    makeFolder(machine.files, path.replace(/\/[^/]*$/, ''))
    putFile(machine.files, path, text)
  }
}

const nobody = { hosts: [], roles: [], without: [] }

/**
 * Deploys bbb to a simulated host; what is said, a real shell carries out in `home`.
 */
export const deployInto = async (home: Home, config: Config, before: Before): Promise<void> => {
  const world = simulateWorld()
  machineWith(world, before)
  const { digest } = pushImage(world, {
    ...{ repository, version: 'bbb', folders },
    labels: { service: 'app' },
  })
  const job = world.job()
  const hosts = new Map([...job.hosts].map(([name, host]) => [name, listening(host, home)]))
  const rollout: Rollout = {
    ...{ config, version: 'bbb', digest, source: 'registry', architectures: [], token: 'cafe' },
    run: { repository: 'o/r', runId: '1', attempt: '1', job: 'j', runner: 'r', actor: 'ann' },
    ...{ startedAt: 1_781_769_600_000, lockHost: 'h', hookHosts: ['h'] },
    targets: targetsOf(config, nobody),
  }
  const ports = {
    ...{ ...job, hosts, revive: () => Promise.resolve(hosts), narrate: () => undefined },
    hook: () => Promise.resolve(),
  }
  const options = {
    ...{ dryRun: false, lockWaitMs: 0, without: [], remember: () => undefined, forget: () => undefined },
    ...{ announce: () => undefined, proof: () => Promise.resolve({ state: 'ended' as const }) },
  }
  const end = await job.run(async () => {
    if (before.bootstrap === true)
      await bootstrap({ ...rollout, accessories: placedOf(config, nobody) }, ports, options)
    return deploy(rollout, await survey(config, rollout, ports), ports, options)
  })
  expect(end).toMatchObject({ ended: 'returned', value: { outcome: 'deployed' } })
}
