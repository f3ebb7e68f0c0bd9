import {
  inspectContainer,
  listContainers,
  listImages,
  startContainer,
} from '../../../../src/host/docker.ts'
import type { Word } from '../../../../src/host/word.ts'
import { call, say, wait, type Case } from '../case.ts'
import {
  becomes,
  create,
  created,
  network,
  pulled,
  repository,
  service,
  start,
  beginStop,
  stop,
  type Ground,
} from './ground.ts'

const look = call(listContainers(service))
const images = call(listImages(repository))
const rename = (from: string, to: string): Word => ({ word: 'rename', from, to })
const discard = (container: string): Word => ({ word: 'discard', container })
const tag = (version: string, as: string): Word => ({
  word: 'tag',
  image: `${repository}:${version}`,
  as: `${repository}:${as}`,
})
const label = (image: string, value: string): Word => ({
  word: 'require-label',
  image,
  label: 'service',
  value,
})
const prune = (retain: number, destination?: string): Word => ({
  word: 'prune-containers',
  service,
  destination,
  retain,
})
const pruneImages: Word = { word: 'prune-images', service, repository }
export const containerCases = (ground: Ground): readonly Case[] => [
  {
    title: 'a container is created once',
    says: [...created(ground, 'c1', 'v1'), say(create('c1', 'v1')), look],
  },
  {
    title: 'no container is created without its environment',
    says: [network, ...pulled(ground, 'v1'), say(create('c1', 'v1')), look],
  },
  {
    title: 'a container is renamed',
    says: [...created(ground, 'c1', 'v1'), say(rename('c1', 'c2')), look],
  },
  { title: 'rename is content with no container', says: [say(rename('c1', 'c2'))] },
  {
    title: 'rename refuses a name that is taken',
    says: [...created(ground, 'c1', 'v1'), say(create('c2', 'v1'), rename('c1', 'c2')), look],
  },
  { title: 'start needs a container', says: [say(start('c1'))] },
  {
    title: 'start starts, and is content with what runs',
    says: [...created(ground, 'c1', 'v1'), say(start('c1'), start('c1')), look],
  },
  {
    title: 'stop ends a container',
    says: [
      ...created(ground, 'c1', 'v1'),
      say(start('c1')),
      say(stop('c1', 5)),
      call(inspectContainer('c1')),
    ],
  },
  {
    title: 'stop ends what does not want to',
    says: [
      ...created(ground, 'c1', 'stubborn'),
      say(start('c1')),
      say(stop('c1', 1)),
      call(inspectContainer('c1')),
    ],
  },
  {
    title: 'stop is content with no container, and with what does not run',
    says: [say(stop('c1')), ...created(ground, 'c1', 'v1'), say(stop('c1')), look],
  },
  {
    title: 'a stop that was begun comes to its end by itself',
    says: [
      ...created(ground, 'c1', 'v1'),
      say(start('c1')),
      say(beginStop('c1', 5)),
      becomes('c1', /"status":"exited"/),
      call(inspectContainer('c1')),
    ],
  },
  {
    title: 'a stop waits for one that was begun',
    says: [
      ...created(ground, 'c1', 'v1'),
      say(start('c1')),
      say(beginStop('c1', 5), stop('c1', 5)),
      call(inspectContainer('c1')),
    ],
  },
  {
    title: 'a stop is begun without a word where there is no container, or it does not run',
    says: [say(beginStop('c1')), ...created(ground, 'c1', 'v1'), say(beginStop('c1')), look],
  },
  {
    title: 'stop ends the starting again',
    says: [
      ...created(ground, 'c1', 'crash'),
      say(start('c1')),
      becomes('c1', /"status":"restarting".*"restartCount":"some"/),
      say(stop('c1')),
      becomes('c1', /"status":"exited"/),
      wait(look, /"state":"exited"/),
    ],
  },
  {
    title: 'discard takes a container, running or not',
    says: [
      ...created(ground, 'c1', 'v1'),
      say(create('c2', 'v1'), start('c1'), discard('c1'), discard('c2'), discard('c3')),
      look,
    ],
  },
  {
    title: 'tag moves a tag, and needs an image',
    says: [
      ...pulled(ground, 'v1', 'v2'),
      say(tag('v1', 'latest')),
      say(tag('v2', 'latest')),
      images,
      say(tag('v9', 'latest')),
    ],
  },
  {
    title: 'require-label wants the value',
    says: [
      ...pulled(ground, 'v1'),
      say(label(`${repository}:v1`, service)),
      say(label(`${repository}:v1`, 'other')),
    ],
  },
  { title: 'require-label wants the image', says: [say(label(`${repository}:v1`, service))] },
  {
    title: 'prune keeps the newest that were stopped',
    says: [
      ...created(ground, 'c1', 'v1'),
      say(create('c2', 'v1'), create('c3', 'v1')),
      say(prune(1)),
      look,
    ],
  },
  {
    title: 'prune keeps what runs, and other destinations',
    says: [
      ...created(ground, 'c1', 'v1'),
      say(create('c2', 'v1', '--label destination="blue"'), create('c3', 'v1'), start('c1')),
      say(prune(0)),
      look,
      say(prune(0, 'blue')),
      look,
    ],
  },
  {
    title: 'prune takes images that nobody uses',
    says: [
      ...created(ground, 'c1', 'v1'),
      ...pulled(ground, 'v2', 'bad'),
      say(tag('bad', 'latest')),
      say(pruneImages),
      images,
    ],
  },
  {
    title: 'prune keeps images of stopped containers',
    says: [
      ...created(ground, 'c1', 'v1'),
      ...pulled(ground, 'v2'),
      call(startContainer('c1')),
      say(stop('c1'), tag('v2', 'latest'), tag('v1', 'old')),
      say(pruneImages),
      images,
    ],
  },
]
