import type { Container, LocalImage } from './machine.ts'

export const listed = (container: Container): object => ({
  Id: container.id,
  Names: [`/${container.name}`],
  Image: container.image,
  ImageID: container.imageId,
  Created: Math.floor(container.createdAt / 1000),
  State: container.state,
  Status: container.state === 'running' ? 'Up 1 second' : `Exited (${String(container.exitCode)})`,
  Labels: container.labels,
})

const healthOf = ({ check, startedAt, state }: Container, now: number): object => {
  if (check === undefined) return {}
  const isKnown = state === 'running' && now >= startedAt + check.afterMs
  const Status = isKnown ? (check.passes ? 'healthy' : 'unhealthy') : 'starting'
  return { Health: { Status, Log: isKnown ? [{ Output: '' }] : [] } }
}

export const inspected = (container: Container, now: number): object => ({
  Id: container.id,
  Name: `/${container.name}`,
  Image: container.imageId,
  Config: { Image: container.image, Labels: container.labels },
  RestartCount: container.restartCount,
  State: {
    Status: container.state,
    Running: container.state === 'running',
    ExitCode: container.exitCode,
    OOMKilled: false,
    Error: '',
    Pid: container.state === 'running' ? 4242 : 0,
    ...healthOf(container, now),
  },
  HostConfig: { Memory: 0, RestartPolicy: { Name: container.restart } },
  NetworkSettings: {
    Networks: { kamal: { IPAddress: container.state === 'running' ? container.address : '' } },
  },
})

export const shown = (image: LocalImage): object => ({
  Id: image.id,
  RepoTags: [...image.tags],
  RepoDigests: [...image.digests],
  Size: 500_000_000,
})

/** One piece of a log stream. */
export const framed = (text: string, stream = 1): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, bytes.length]), bytes])
}

export const logOf = (container: Container): Buffer =>
  framed(container.app?.kind === 'crashing' ? 'boom: no database\n' : 'started\n', 2)

/** A tar archive of one file. */
export const archive = (name: string, text: string): Buffer => {
  const header = Buffer.alloc(512)
  header.write(name)
  header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124)
  header.write('0', 156)
  const room = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512 + 1024)
  room.write(text)
  return Buffer.concat([header, room])
}
