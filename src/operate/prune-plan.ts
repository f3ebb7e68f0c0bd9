import type { Config } from '../config/config.ts'
import type { ListedContainer, ListedImage } from '../host/docker-parse.ts'

/** What a host has of a service. */
export interface Stock {
  /** Of all destinations, newest first. */
  readonly containers: readonly (ListedContainer & {
    /** Name or id by which it got its image. */
    readonly image: string
  })[]
  /** All that carry the service's label. */
  readonly images: readonly ListedImage[]
}

/** Names of what goes, or has gone, from a host. */
export interface Gone {
  readonly containers: readonly string[]
  /** Tags; an image without one by its short id. */
  readonly images: readonly string[]
}

type Named = Pick<Config, 'service' | 'destination' | 'repository' | 'retainContainers'>

const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12)

const tagsOf = ({ tags }: ListedImage): readonly string[] =>
  tags.filter((tag) => !tag.includes('<none>'))

const namesOf = (image: ListedImage): readonly string[] => {
  const tags = tagsOf(image)
  return tags.length > 0 ? tags : [shortId(image.id)]
}

const isStopped = ({ state }: ListedContainer): boolean =>
  ['created', 'exited', 'dead'].includes(state)

const goingContainers = ({ containers }: Stock, config: Named): Stock['containers'] =>
  containers
    .filter(({ labels }) => (labels['destination'] ?? '') === (config.destination ?? ''))
    .filter(isStopped)
    .slice(config.retainContainers)

/** As docker lists it: an image whose tag has moved on is named by its short id. */
const listedName = (image: string): string => (image.startsWith('sha256:') ? shortId(image) : image)

const escaped = (text: string): string => text.replace(/[\\^$*+?()[\]{}|]/g, '\\$&')

/** `grep -w`, as prune-images has it: of whatever names a kept image as a whole word, nothing goes. */
const wordAmong = (names: readonly string[]): RegExp =>
  new RegExp(`(?<![A-Za-z0-9_])(?:${names.map(escaped).join('|')})(?![A-Za-z0-9_])`)

/** What the words prune-containers and prune-images would remove, in their order. */
export const wouldGo = (stock: Stock, config: Named): Gone => {
  const going = goingContainers(stock, config)
  const staying = stock.containers.filter((container) => !going.includes(container))
  const inUse = new Set(staying.map(({ imageId }) => imageId))
  const kept = wordAmong([
    ...staying.map(({ image }) => listedName(image)),
    `${config.repository}:latest`,
  ])
  return {
    containers: going.map(({ name }) => name),
    images: stock.images.flatMap((image) => {
      const tags = tagsOf(image)
      if (tags.length === 0) return inUse.has(image.id) ? [] : namesOf(image)
      return tags.filter((tag) => !kept.test(`${shortId(image.id)} ${tag}`))
    }),
  }
}

/** What was there before, and is not any more. */
export const hasGone = (before: Stock, after: Stock): Gone => {
  const containers = new Set(after.containers.map(({ id }) => id))
  const images = new Set(after.images.flatMap(namesOf))
  const ids = new Set(after.images.map(({ id }) => id))
  return {
    containers: before.containers.filter(({ id }) => !containers.has(id)).map(({ name }) => name),
    images: before.images.flatMap((image) => {
      const gone = namesOf(image).filter((name) => !images.has(name))
      return tagsOf(image).length === 0 && ids.has(image.id) ? [] : gone
    }),
  }
}
