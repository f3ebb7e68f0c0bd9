import {
  containerLogs,
  createNetwork,
  dockerVersion,
  inspectContainer,
  inspectImage,
  listContainers,
  listImages,
  listServiceImages,
  pullImage,
  resolveImage,
  tagImage,
  startContainer,
  waitForExit,
} from '../../../../src/host/docker.ts'
import { call, exec, say, wait, type Case } from '../case.ts'
import { created, network, pulled, repository, service, stop, type Ground } from './ground.ts'

const look = call(listContainers(service))
const images = call(listImages(repository))
const inspect = call(inspectContainer('c1'))

const running = (
  ground: Ground,
  version: Parameters<typeof created>[2] = 'v1',
  ...more: string[]
) => [...created(ground, 'c1', version, ...more), call(startContainer('c1'))]

export const dockerCases = (ground: Ground): readonly Case[] => [
  { title: 'Docker tells its architecture', says: [call(dockerVersion())] },
  { title: 'a bare host has no containers and no images', says: [look, images] },
  {
    title: 'containers are listed in whatever state',
    says: [
      ...created(ground, 'c1', 'v1'),
      look,
      call(startContainer('c1')),
      look,
      say(stop('c1')),
      // Docker's list notices an end a little later than `docker stop`.
      wait(look, /exited/),
    ],
  },
  {
    title: 'containers of other services are not listed',
    says: [...created(ground, 'c1', 'v1', '--label service="other"'), look],
  },
  {
    title: 'what is pulled by digest has no tag',
    says: [call(pullImage(repository, ground.digests.v1, ground.registry)), images],
  },
  {
    title: 'an image is tagged, and a tag moves',
    says: [
      ...pulled(ground, 'v1', 'v2'),
      call(tagImage(`${repository}:v1`, repository, 'latest')),
      images,
      call(tagImage(`${repository}:v2`, repository, 'latest')),
      images,
    ],
  },
  { title: 'what is pulled twice is there once', says: [...pulled(ground, 'v1', 'v1'), images] },
  {
    title: 'images are listed by the label of their service',
    says: [
      ...pulled(ground, 'v1', 'v2'),
      call(listServiceImages(service)),
      call(listServiceImages('other')),
    ],
  },
  {
    title: 'a digest that the registry lacks is not pulled',
    says: [call(pullImage(repository, `sha256:${'0'.repeat(64)}`, ground.registry)), images],
  },
  {
    title: 'a tag that the registry lacks is not pulled',
    says: [call(pullImage(repository, 'never', ground.registry)), images],
  },
  {
    title: 'an image that is not there is not tagged',
    says: [call(tagImage(`${repository}:v9`, repository, 'v1'))],
  },
  {
    title: 'an image is inspected',
    says: [
      call(inspectImage(`${repository}:v1`)),
      ...pulled(ground, 'v1'),
      call(inspectImage(`${repository}:v1`)),
    ],
  },
  {
    title: 'a registry tells the digest of a tag',
    says: [call(resolveImage(`${repository}:v1`, ground.registry))],
  },
  {
    title: 'a registry tells that it has no such tag',
    says: [call(resolveImage(`${repository}:never`, ground.registry))],
  },
  { title: 'a network is made once', says: [network, call(createNetwork('kamal'))] },
  {
    title: 'no container is no answer',
    says: [
      inspect,
      call(startContainer('c1')),
      call(waitForExit('c1', 5000)),
      call(containerLogs('c1', 10)),
    ],
  },
  {
    title: 'a container is inspected as created, running and stopped',
    says: [
      ...created(ground, 'c1', 'v1'),
      inspect,
      call(startContainer('c1')),
      inspect,
      say(stop('c1')),
      inspect,
    ],
  },
  {
    title: 'a container that runs is not started again',
    says: [...running(ground), call(startContainer('c1')), inspect],
  },
  {
    title: 'a container that was stopped is started again',
    says: [...running(ground), say(stop('c1')), call(startContainer('c1')), inspect],
  },
  {
    title: 'a program runs in a container, and no shell reads its words',
    says: [...running(ground), exec('c1', 'echo', '$HOME; false', 'a  b'), exec('c1', 'false')],
  },
  {
    title: 'no program runs where no container does',
    says: [exec('c1', 'echo'), ...created(ground, 'c1', 'v1'), exec('c1', 'echo')],
  },
  {
    title: 'no container is started without its network',
    says: [
      ...pulled(ground, 'v1'),
      say(
        { word: 'dir', path: 't' },
        { word: 'write', path: 't/web.env', text: '', mode: '600' },
        {
          word: 'create',
          name: 'c1',
          args: [{ raw: '--network kamal' }, { raw: '--env-file t/web.env' }, `${repository}:v1`],
        },
      ),
      call(startContainer('c1')),
    ],
  },
]
