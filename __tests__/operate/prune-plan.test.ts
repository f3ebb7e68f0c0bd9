import { describe, expect, test } from '@jest/globals'
import { hasGone, wouldGo, type Stock } from '../../src/operate/prune-plan.ts'

const repository = 'ghcr.io/acme/shop'
const id = (letter: string): string => letter.repeat(64)
const config = { service: 'shop', destination: undefined, repository, retainContainers: 2 }

/** A container of the version that its image's letter stands for; the later listed, the older. */
const container = (letter: string, state: string, more: { to?: string; image?: string } = {}) => ({
  ...{ id: id(letter), name: `shop-web-${letter}`, state, status: '', created: 0 },
  imageId: `sha256:${id(letter)}`,
  labels: { service: 'shop', role: 'web', destination: more.to ?? '' },
  image: more.image ?? `${repository}:${letter}`,
})
const image = (letter: string, ...tags: readonly string[]) => ({
  ...{ id: `sha256:${id(letter)}`, digests: [], bytes: 1 },
  tags: tags.map((tag) => `${repository}:${tag}`),
})

const stock: Stock = {
  containers: [
    container('a', 'running'),
    container('b', 'exited'),
    container('c', 'created'),
    container('d', 'exited'),
    container('e', 'dead'),
  ],
  images: ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => image(letter, letter)),
}

describe('a prune', () => {
  test('keeps what serves and what a rollback could start, and all of their images', () => {
    expect(wouldGo(stock, config)).toEqual({
      containers: ['shop-web-d', 'shop-web-e'],
      images: ['d', 'e', 'f'].map((tag) => `${repository}:${tag}`),
    })
  })

  test('leaves containers of another destination alone, and their images', () => {
    const containers = stock.containers.map((one) => ({
      ...one,
      labels: { ...one.labels, destination: 'staging' },
    }))
    expect(wouldGo({ ...stock, containers }, config)).toEqual({
      containers: [],
      images: [`${repository}:f`],
    })
  })

  test('keeps the latest of every destination', () => {
    const images = [image('x', 'latest'), image('y', 'latest-staging'), image('z', 'old')]
    expect(wouldGo({ containers: [], images }, config).images).toEqual([`${repository}:old`])
  })

  test('keeps an image whose tag has moved on while a container runs it, and takes one without', () => {
    const containers = [container('a', 'running', { image: `sha256:${id('a')}` })]
    const images = [image('a'), image('b')]
    expect(wouldGo({ containers, images }, config).images).toEqual(['b'.repeat(12)])
  })

  test('takes for gone what is not there any more, and nothing else', () => {
    const { containers, images } = stock
    const after = { containers: containers.slice(0, 3), images: images.slice(0, 3) }
    expect(hasGone(stock, after)).toEqual(wouldGo(stock, config))
    expect(hasGone(stock, stock)).toEqual({ containers: [], images: [] })
  })
})
