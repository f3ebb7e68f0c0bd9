import { describe, expect, test } from '@jest/globals'
import { cacheOf, isClean, orderOf } from '../../../src/actions/build-push/order.ts'
import type { BuildInputs } from '../../../src/actions/build-push/read.ts'
import type { Builder } from '../../../src/config/config.ts'
import { plainFile, plainInputs, run } from './support.ts'

const commit = 'a'.repeat(40)

const ordered = (builder: Partial<Builder>, inputs: Partial<BuildInputs> = {}) =>
  orderOf(
    { ...plainFile, builder: { ...plainFile.builder, ...builder } },
    { ...plainInputs, ...inputs },
    { run },
    { version: 'v1', commit },
  )

describe('what is built', () => {
  test('is what deploy.yml says', () => {
    expect(ordered({ architectures: ['amd64', 'arm64'], target: 'production' })).toEqual({
      ...{ service: 'shop', repository: 'ghcr.io/acme/shop', version: 'v1', commit },
      ...{ source: 'https://github.com/acme/shop', platforms: ['linux/amd64', 'linux/arm64'] },
      ...{ context: '.', dockerfile: 'Dockerfile', target: 'production' },
      ...{ args: { RUBY: '3.3', DEBUG: 'no' }, secrets: { NPM: 'x' } },
      ...{ ssh: undefined, provenance: undefined, sbom: undefined },
      cache: { type: 'registry', ref: 'ghcr.io/acme/shop-build-cache', options: undefined },
    })
  })

  test('is what the inputs say on top of it', () => {
    const inputs = {
      ...{ platforms: ['linux/arm64'], context: 'app', dockerfile: 'D', target: 't' },
      args: { RUBY: '3.4', CI: null },
    }
    expect(ordered({ context: 'other', target: 'x' }, inputs)).toMatchObject({
      ...inputs,
      args: { RUBY: '3.4', DEBUG: 'no', CI: null },
    })
  })
})

describe('layers are kept', () => {
  const cache = (kept: Builder['cache'], input?: BuildInputs['cache'], server?: string) =>
    cacheOf(
      {
        ...plainFile,
        registry: { ...plainFile.registry, server },
        builder: { ...plainFile.builder, cache: kept },
      },
      { ...plainInputs, cache: input },
    )

  test('in the registry where nothing is said', () => {
    expect(cache(undefined)).toEqual({
      type: 'registry',
      ref: 'acme/shop-build-cache',
      options: undefined,
    })
    expect(cache(undefined, undefined, 'r.lab')).toMatchObject({
      ref: 'r.lab/acme/shop-build-cache',
    })
  })

  test('where deploy.yml says', () => {
    const options = 'mode=min'
    expect(cache({ type: 'gha', options, image: undefined })).toEqual({ type: 'gha', options })
    expect(cache({ type: 'registry', options, image: 'acme/x' }, undefined, 'r.lab')).toEqual({
      ...{ type: 'registry', ref: 'r.lab/acme/x', options },
    })
  })

  test('where the input says, without the options of another kind', () => {
    const kept = { type: 'gha', options: 'scope=x', image: undefined } as const
    expect(cache(kept, 'none')).toEqual({ type: 'none' })
    expect(cache(kept, 'registry')).toMatchObject({ type: 'registry', options: undefined })
  })
})

describe('a commit says all that is built', () => {
  const clean = { commit, uncommitted: [] }
  const paths = { context: '.', dockerfile: 'docker/Dockerfile' }

  test('when nothing else is in the checkout', () => {
    expect(isClean(paths, clean, '/work')).toBe(true)
    expect(isClean({ ...paths, context: '/work/app' }, clean, '/work')).toBe(true)
  })

  test.each([
    [paths, { commit, uncommitted: ['x'] }],
    [paths, { commit: undefined, uncommitted: [] }],
    [{ ...paths, context: '..' }, clean],
    [{ ...paths, context: '/elsewhere' }, clean],
    [{ ...paths, dockerfile: '../Dockerfile' }, clean],
    [{ ...paths, context: 'https://github.com/acme/shop.git#main' }, clean],
    [{ ...paths, context: 'git@github.com:acme/shop' }, clean],
  ])('but not with %j and %j', (wanted, checkout) => {
    expect(isClean(wanted, checkout, '/work')).toBe(false)
  })
})
