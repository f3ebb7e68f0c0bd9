import { inspectContainer, proxyStateArchive } from '../../../../src/host/docker.ts'
import type { Word } from '../../../../src/host/word.ts'
import { call, say, sayOf, type Case } from '../case.ts'
import {
  create,
  created,
  network,
  port,
  proxy,
  pulled,
  served,
  service,
  start,
  stop,
  switched,
  type Ground,
} from './ground.ts'

const routes = call(proxyStateArchive())
const discard = (container: string): Word => ({ word: 'discard', container })
const unroute: Word = { word: 'unroute', service: `${service}-web` }
const back = (container: string, ...flags: readonly string[]) =>
  sayOf((find) => [
    {
      word: 'switch-back',
      service: `${service}-web`,
      targets: [`${find(container).id.slice(0, 12)}:${String(port)}`],
      flags: ['--deploy-timeout=3s', '--drain-timeout=1s', ...flags],
    },
  ])

const two = (ground: Ground) => [
  ...served(ground, 'c1', 'v1'),
  ...pulled(ground, 'v2'),
  say(create('c2', 'v2'), start('c2')),
]

export const proxyCases = (ground: Ground): readonly Case[] => [
  {
    title: 'the proxy is booted, and started again',
    says: [
      network,
      proxy,
      call(inspectContainer('kamal-proxy')),
      proxy,
      say(stop('kamal-proxy')),
      proxy,
      call(inspectContainer('kamal-proxy')),
    ],
  },
  {
    title: 'a switch routes to a container',
    says: [...created(ground, 'c1', 'v1'), proxy, say(start('c1'), switched('c1')), routes],
  },
  {
    title: 'a switch keeps its options',
    says: [
      ...created(ground, 'c1', 'v1'),
      proxy,
      say(
        start('c1'),
        switched(
          'c1',
          '--host="a.test"',
          '--buffer-requests',
          '--target-timeout="5s"',
          '--path-prefix="/x"',
          '--health-check-path="/up"',
        ),
      ),
      routes,
    ],
  },
  {
    title: 'a switch to another version replaces the target',
    says: [...two(ground), say(switched('c2')), routes],
  },
  {
    title: 'a switch waits for an app that boots',
    says: [...created(ground, 'c1', 'slow'), proxy, say(start('c1'), switched('c1')), routes],
  },
  {
    title: 'a switch to an unhealthy target fails and changes nothing',
    says: [
      ...served(ground, 'c1', 'v1'),
      ...pulled(ground, 'bad'),
      say(create('c2', 'bad'), start('c2')),
      say(switched('c2', '--deploy-timeout="3s"')),
      routes,
    ],
  },
  {
    title: 'a switch to what does not run fails',
    says: [
      ...served(ground, 'c1', 'v1'),
      say(create('c2', 'v1')),
      say(switched('c2', '--deploy-timeout="3s"')),
      routes,
    ],
  },
  { title: 'a switch needs a container', says: [network, proxy, say(switched('c1'))] },
  {
    title: 'a switch needs a proxy',
    says: [...created(ground, 'c1', 'v1'), say(start('c1'), switched('c1'))],
  },
  {
    title: 'a switch needs a proxy that runs',
    says: [
      ...created(ground, 'c1', 'v1'),
      proxy,
      say(start('c1'), stop('kamal-proxy')),
      say(switched('c1')),
    ],
  },
  {
    title: 'a switch refuses a host that another service has',
    says: [
      ...served(ground, 'c1', 'v1'),
      say({
        word: 'switch',
        service: 'other',
        container: 'c1',
        port,
        flags: ['--deploy-timeout="3s"'],
      }),
      routes,
    ],
  },
  {
    title: 'a first switch that fails leaves no service',
    says: [
      ...created(ground, 'c1', 'bad'),
      proxy,
      say(start('c1')),
      say(switched('c1', '--deploy-timeout="2s"')),
      routes,
    ],
  },
  {
    title: 'a way back routes by id',
    says: [...two(ground), say(switched('c2')), back('c1', '--buffer-requests'), routes],
  },
  {
    title: 'a way back to what does not run fails and changes nothing',
    says: [...two(ground), say(switched('c2'), stop('c1')), back('c1'), routes],
  },
  {
    title: 'a service is taken from the proxy, once and again',
    says: [...served(ground, 'c1', 'v1'), say(unroute), say(unroute), routes],
  },
  { title: 'a service is taken from no proxy', says: [say(unroute)] },
  {
    title: 'a target whose container was removed stays routed',
    says: [...served(ground, 'c1', 'v1'), say(discard('c1')), routes],
  },
]
