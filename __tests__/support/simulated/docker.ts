import type { DockerAnswer, DockerCall } from '../../../src/host/docker-call.ts'
import { archive, inspected, listed, logOf, shown } from './docker-shapes.ts'
import { begin, find, imageOf, type Container, type LocalImage, type Machine } from './machine.ts'
import { stateFile } from './proxy.ts'
import type { RegistryImage } from './world.ts'

type Answer = DockerAnswer | Promise<DockerAnswer>

const json = (status: number, body: unknown): DockerAnswer => ({
  status,
  body: Buffer.from(JSON.stringify(body)),
})
const empty = (status: number): DockerAnswer => ({ status, body: Buffer.alloc(0) })
const refuse = (status: number, message: string): DockerAnswer => json(status, { message })
const noContainer = (name: string) => refuse(404, `No such container: ${name}`)

const inRegistry = (machine: Machine, reference: string): RegistryImage | undefined =>
  machine.world.registry.find(({ repository, version, digest }) =>
    [`${repository}:${version}`, `${repository}@${digest}`].includes(reference),
  )

const events = (...lines: readonly object[]): DockerAnswer => ({
  status: 200,
  body: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\r\n`).join('')),
})

const pull = (machine: Machine, repository: string, tag: string): DockerAnswer => {
  const reference = `${repository}${tag.includes(':') ? '@' : ':'}${tag}`
  const image = inRegistry(machine, reference)
  if (image === undefined) {
    return refuse(404, `manifest for ${reference} not found: manifest unknown: manifest unknown`)
  }
  const digest = `${repository}@${image.digest}`
  if (machine.full && imageOf(machine, digest) === undefined)
    return events({ error: 'write /var/lib/docker/tmp/x: no space left on device' })
  if (imageOf(machine, digest) === undefined)
    machine.images.push({
      id: image.digest.replace(/^sha256:../, 'sha256:1d'),
      tags: new Set(tag.includes(':') ? [] : [reference]),
      digests: new Set([digest]),
      labels: image.labels,
      app: machine.apps[image.version] ?? image.app,
      roles: image.roles ?? {},
      folders: image.folders ?? {},
    })
  return events({ status: `Pulling from ${repository}` }, { status: `Digest: ${image.digest}` })
}

const tagged = (machine: Machine, reference: string, as: string): DockerAnswer => {
  if (!tagImage(machine, reference, as)) return refuse(404, `No such image: ${reference}`)
  return empty(201)
}

/** A tag belongs to one image: it moves. False when there is no such image. */
export const tagImage = (machine: Machine, reference: string, as: string): boolean => {
  const image = imageOf(machine, reference)
  if (image === undefined) return false
  for (const other of machine.images) other.tags.delete(as)
  image.tags.add(as)
  return true
}

const start = (machine: Machine, name: string): DockerAnswer => {
  const container = find(machine, name)
  if (container === undefined) return noContainer(name)
  if (container.state === 'running') return empty(304)
  if (!machine.networks.has('kamal')) return refuse(404, 'network kamal not found')
  if (machine.full) return refuse(500, 'no space left on device')
  begin(machine, container)
  return empty(204)
}

const wait = (machine: Machine, name: string): Answer => {
  const container = find(machine, name)
  if (container === undefined) return noContainer(name)
  return new Promise((resolve) => {
    container.waiting.push((StatusCode) => resolve(json(200, { StatusCode })))
  })
}

const ofContainer = (machine: Machine, name: string, verb: string, call: DockerCall): Answer => {
  if (verb === 'start') return start(machine, name)
  if (verb === 'wait') return wait(machine, name)
  const container = find(machine, name)
  if (container === undefined) return noContainer(name)
  if (verb === 'json') return json(200, inspected(container, machine.world.clock.now()))
  if (verb === 'logs') return { status: 200, body: logOf(container) }
  const text = stateFile(machine)
  const path = call.query?.['path'] ?? ''
  if (verb !== 'archive' || !path.endsWith('/kamal-proxy.state') || text === undefined)
    return refuse(404, `Could not find the file ${path} in container ${name}`)
  return { status: 200, body: archive('kamal-proxy.state', text) }
}

const containers = (machine: Machine, filters: string): DockerAnswer => {
  const wanted = (JSON.parse(filters) as { label?: string[] }).label ?? []
  const has = ({ labels }: Container): boolean =>
    wanted.every((label) => {
      const [key = '', value] = label.split('=')
      return value === undefined ? key in labels : labels[key] === value
    })
  return json(200, machine.containers.filter(has).reverse().map(listed))
}

const pastEnds = (machine: Machine, filters: string): DockerAnswer => {
  const { container = [] } = JSON.parse(filters) as { container?: string[] }
  return events(
    ...machine.ends
      .filter(({ id }) => container.includes(id))
      .map(({ id, code }) => ({
        Action: 'die',
        Actor: { ID: id, Attributes: { exitCode: String(code) } },
      })),
  )
}

const images = (machine: Machine, filters: string): DockerAnswer => {
  const [repository = ''] = (JSON.parse(filters) as { reference?: string[] }).reference ?? []
  const has = ({ tags, digests }: LocalImage): boolean =>
    [...tags, ...digests].some((name) => /^(.*?)(@.*|:[^/]*)$/.exec(name)?.[1] === repository)
  return json(200, machine.images.filter(has).map(shown))
}

const network = (machine: Machine, body: unknown): DockerAnswer => {
  const { Name } = body as { Name: string }
  if (machine.networks.has(Name)) return refuse(409, `network with name ${Name} already exists`)
  machine.networks.add(Name)
  return json(201, { Id: 'n'.repeat(64) })
}

const resolved = (machine: Machine, reference: string): DockerAnswer => {
  const image = inRegistry(machine, reference)
  if (image === undefined) return refuse(404, 'manifest unknown: manifest unknown')
  return json(200, {
    Descriptor: { digest: image.digest },
    Platforms: [{ architecture: 'amd64', os: 'linux' }],
  })
}

const ofImage = (machine: Machine, name: string, verb: string, query: Record<string, string>) => {
  if (verb === 'tag') return tagged(machine, name, `${query['repo'] ?? ''}:${query['tag'] ?? ''}`)
  const image = imageOf(machine, name)
  return image === undefined
    ? refuse(404, `No such image: ${name}`)
    : json(200, { ...shown(image), Config: { Labels: image.labels }, Architecture: 'amd64' })
}

/** Answers a call as Docker Engine 26 does, for the calls in src/host/docker.ts. */
export const answerDocker = (machine: Machine, call: DockerCall): Answer => {
  const query = { ...call.query }
  const filters = query['filters'] ?? '{}'
  if (call.path === '/version') return json(200, { Version: '26.1.5', Arch: 'amd64' })
  if (call.path === '/events') return pastEnds(machine, filters)
  if (call.path === '/containers/json') return containers(machine, filters)
  if (call.path === '/images/json') return images(machine, filters)
  if (call.path === '/images/create')
    return pull(machine, query['fromImage'] ?? '', query['tag'] ?? 'latest')
  if (call.path === '/networks/create') return network(machine, call.body)
  const [, what, name = '', verb = ''] = /^\/(\w+)\/(.+)\/(\w+)$/.exec(call.path) ?? []
  if (what === 'distribution') return resolved(machine, name)
  if (what === 'containers') return ofContainer(machine, decodeURIComponent(name), verb, call)
  if (what === 'images') return ofImage(machine, decodeURIComponent(name), verb, query)
  return refuse(404, `page not found: ${call.path}`)
}
