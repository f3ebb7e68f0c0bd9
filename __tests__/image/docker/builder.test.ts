import { describe, expect, test } from '@jest/globals'
import { planBuilder, type BuilderWish } from '../../../src/image/docker/builder.ts'
import type { Engine } from '../../../src/image/docker/engine.ts'

const modern: Engine = { architecture: 'amd64', containerdStore: true, plainRegistries: [] }
const older: Engine = { ...modern, containerdStore: false }
const usual: BuilderWish = {
  name: undefined,
  driver: 'docker-container',
  remote: undefined,
  local: true,
  platforms: ['linux/amd64'],
  hostNetwork: false,
}

const planned = (wish: Partial<BuilderWish>, engine: Engine) => {
  const { name, create, exportsCache } = planBuilder({ ...usual, ...wish }, engine, 'cafe')
  return { name, exportsCache, create: create.map(({ args }) => args.join(' ')) }
}

describe('the builder', () => {
  test('is the engine itself where that can do everything', () => {
    expect(planned({}, modern)).toEqual({ name: 'default', exportsCache: true, create: [] })
  })

  test('is one in a container where the engine can not', () => {
    expect(planned({}, older)).toEqual({
      name: 'seaworthy-cafe',
      exportsCache: true,
      create: ['buildx create --name seaworthy-cafe --driver docker-container'],
    })
  })

  test('shares the network of this machine where the registry is on it', () => {
    expect(planned({ hostNetwork: true }, older).create).toEqual([
      'buildx create --name seaworthy-cafe --driver docker-container --driver-opt network=host',
    ])
    expect(planned({ hostNetwork: true }, modern).create).toEqual([])
  })

  test('is the engine, without a cache, where deploy.yml wants it so', () => {
    const plan = { name: 'default', exportsCache: false, create: [] }
    expect(planned({ driver: 'docker' }, older)).toEqual(plan)
    expect(planned({ driver: 'docker' }, modern)).toEqual({ ...plan, exportsCache: true })
  })

  test('is one that is there already, whatever deploy.yml says', () => {
    const wish = { name: 'mine', driver: 'docker', remote: 'ssh://x' }
    expect(planned(wish, older)).toEqual({ name: 'mine', exportsCache: true, create: [] })
  })

  test('is in the cloud', () => {
    expect(planned({ driver: 'cloud acme/fast' }, older)).toEqual({
      name: 'cloud-acme-fast',
      exportsCache: true,
      create: ['buildx create --driver cloud acme/fast'],
    })
  })
})

describe('a remote builds', () => {
  const remote = 'ssh://builder@10.0.0.9'
  const here = 'buildx create --name seaworthy-cafe --driver docker-container --platform'
  const there = 'buildx create --name seaworthy-cafe --append --driver docker-container --platform'

  test('what this machine can not', () => {
    const platforms = ['linux/amd64', 'linux/arm64']
    expect(planned({ remote, platforms }, modern).create).toEqual([
      `${here} linux/amd64`,
      `${there} linux/arm64 ${remote}`,
    ])
    expect(planned({ remote, platforms: ['linux/arm64'] }, modern).create).toEqual([
      `${here} linux/arm64 ${remote}`,
    ])
    expect(planned({ remote, platforms: ['linux/amd64'] }, modern).create).toEqual([
      `${here} linux/amd64`,
    ])
  })

  test('nothing that this machine can, for a registry that only it can reach', () => {
    const wish = { remote, hostNetwork: true }
    expect(planned(wish, modern)).toEqual({ name: 'default', exportsCache: true, create: [] })
    expect(planned(wish, older).create).toEqual([
      'buildx create --name seaworthy-cafe --driver docker-container --driver-opt network=host',
    ])
    expect(() => planned({ ...wish, platforms: ['linux/arm64'] }, modern)).toThrow(
      "builder/remote would build for linux/arm64, and can't reach the registry on this machine.",
    )
    expect(() => planned({ ...wish, local: false }, modern)).toThrow('linux/amd64')
  })

  test('everything where local builds are off', () => {
    const platforms = ['linux/amd64', 'linux/arm64']
    expect(planned({ remote, platforms, local: false }, modern).create).toEqual([
      `${here} linux/amd64,linux/arm64 ${remote}`,
    ])
  })
})
