import {
  containerLogs,
  inspectContainer,
  listContainers,
  proxyStateArchive,
  startContainer,
  waitForExit,
} from '../../../../src/host/docker.ts'
import type { Probe } from '../../../../src/host/probe.ts'
import {
  call,
  mishap,
  say,
  together,
  wait,
  type Case,
  type Find,
  type Saying,
  callOf,
} from '../case.ts'
import { endEvents } from '../../../../src/rollout/diagnosis/gather.ts'
import {
  becomes,
  created,
  network,
  port,
  proxy,
  served,
  service,
  start,
  stop,
  type Ground,
} from './ground.ts'

const look = call(listContainers(service))
const inspect = call(inspectContainer('c1'))

const probe = (container = 'c1'): Saying => ({
  say: 'probe',
  probe: (find: Find): Probe => ({
    kind: 'probe',
    address: find(container).address,
    port,
    path: '/up',
    hostHeader: `${find(container).id.slice(0, 12)}:${String(port)}`,
    timeoutMs: 5000,
  }),
})

/** The same address, when the container is not there any more. */
const running = (
  ground: Ground,
  version: Parameters<typeof created>[2] = 'v1',
  ...more: string[]
) => [...created(ground, 'c1', version, ...more), call(startContainer('c1'))]

/** Asked of the past only, so that Docker answers at once. */
const ends = callOf((find) => endEvents(find('c1').id, String(Math.floor(Date.now() / 1000))))

export const lifeCases = (ground: Ground): readonly Case[] => [
  {
    title: 'Docker remembers with which code a container ended',
    says: [
      ...created(ground, 'c1', 'crash', '--restart no'),
      say(start('c1')),
      becomes('c1', /exited/),
      say({ word: 'free-memory', as: 'free-memory' }),
      wait(ends, /exitCode/),
    ],
  },
  {
    title: 'a wait tells of the next end',
    says: [...running(ground), together(call(waitForExit('c1', 20_000)), say(stop('c1')))],
  },
  {
    title: 'a wait tells of a crash',
    says: [
      ...created(ground, 'c1', 'crash', '--restart no'),
      together(call(waitForExit('c1', 20_000)), say(start('c1'))),
      becomes('c1', /exited/),
      call(containerLogs('c1', 10)),
    ],
  },
  {
    title: 'a wait tells of a removal',
    says: [
      ...running(ground),
      together(call(waitForExit('c1', 20_000)), say({ word: 'discard', container: 'c1' })),
    ],
  },
  {
    title: 'what crashes is started again',
    says: [
      ...created(ground, 'c1', 'crash'),
      say(start('c1')),
      wait(inspect, /"status":"restarting".*"restartCount":"some"/),
    ],
  },
  {
    title: 'what crashes stays down where that is the policy',
    says: [
      ...created(ground, 'c1', 'crash', '--restart no'),
      say(start('c1')),
      becomes('c1', /exited/),
    ],
  },
  {
    title: 'the proxy has no state file before its first deploy',
    says: [call(proxyStateArchive()), network, proxy, call(proxyStateArchive())],
  },
  {
    title: 'the state file of the proxy tells its services',
    says: [...served(ground, 'c1', 'v1'), call(proxyStateArchive())],
  },
  { title: 'an app answers its health path', says: [...running(ground), wait(probe(), /200/)] },
  {
    title: 'an unhealthy app answers with its status',
    says: [...running(ground, 'bad'), wait(probe(), /500/)],
  },
  {
    title: 'an app that still boots refuses',
    says: [...running(ground, 'slow'), probe(), wait(probe(), /200/)],
  },
  {
    title: 'a health check makes a container healthy',
    says: [
      ...running(ground, 'v1', '--health-cmd true', '--health-interval 1s'),
      inspect,
      becomes('c1', /"health":"healthy"/),
    ],
  },
  {
    title: 'a health check makes a container unhealthy',
    says: [
      ...running(ground, 'v1', '--health-cmd false', '--health-interval 1s', '--health-retries 1'),
      becomes('c1', /unhealthy/),
    ],
  },
  {
    title: 'when Docker restarts what ran runs again',
    says: [...running(ground), mishap('docker-restarts'), becomes('c1', /running/), look],
  },
  {
    title: 'when Docker restarts what was stopped stays so',
    says: [
      ...running(ground),
      say(stop('c1')),
      mishap('docker-restarts'),
      becomes('c1', /exited/),
      wait(look, /"state":"exited"/),
    ],
  },
  {
    title: 'when Docker restarts the proxy routes as before',
    says: [
      ...served(ground, 'c1', 'v1'),
      mishap('docker-restarts'),
      becomes('kamal-proxy', /running/),
      call(proxyStateArchive()),
    ],
  },
  {
    title: 'without Docker nothing is answered',
    says: [
      ...running(ground),
      mishap('docker-stops'),
      inspect,
      say(start('c1')),
      say(stop('c1')),
      say({ word: 'rename', from: 'c1', to: 'c2' }),
      say({ word: 'discard', container: 'c1' }),
      mishap('docker-starts'),
      becomes('c1', /running/),
    ],
  },
]
