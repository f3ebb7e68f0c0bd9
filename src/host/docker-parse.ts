import type { DockerAnswer } from './docker-call.ts'

/** A container as `/containers/json` lists it. */
export interface ListedContainer {
  readonly id: string
  readonly name: string
  /** `running`, `exited`, `created`, `restarting`, `paused`, `dead`. */
  readonly state: string
  /** For people: `Up 3 hours (healthy)`. */
  readonly status: string
  readonly imageId: string
  readonly labels: Readonly<Record<string, string>>
  /** Seconds since the epoch. */
  readonly created: number
}

export interface ListedImage {
  readonly id: string
  readonly tags: readonly string[]
  /** `repository@sha256:...`. */
  readonly digests: readonly string[]
  /** What it takes on the host, with layers that other images have as well. */
  readonly bytes: number
}

/** What `inspect` says of a container's life. */
export interface ContainerDetail {
  readonly id: string
  readonly image: string
  readonly status: string
  readonly exitCode: number
  readonly oomKilled: boolean
  readonly error: string
  readonly restartCount: number
  /** Docker's own health, when the image has a check. */
  readonly health: string | undefined
  readonly healthLog: string | undefined
  readonly address: string | undefined
  readonly pid: number
  /** Bytes; 0 is without limit. */
  readonly memoryLimit: number
}

/** `{"message": ...}` of a refusal, or the body's first characters. */
export const dockerMessage = (answer: DockerAnswer): string => {
  const text = answer.body.toString('utf8')
  try {
    const message = (JSON.parse(text) as { message?: unknown }).message
    return typeof message === 'string' ? message : text.slice(0, 300)
  } catch {
    return text.slice(0, 300)
  }
}

const json = (answer: DockerAnswer): unknown => JSON.parse(answer.body.toString('utf8'))

export const parseVersion = (answer: DockerAnswer): { version: string; arch: string } => {
  const { Version, Arch } = json(answer) as { Version: string; Arch: string }
  return { version: Version, arch: Arch }
}

interface RawListed {
  Id: string
  /** Null while Docker removes the container. */
  Names: string[] | null
  State: string
  Status: string
  ImageID: string
  Labels: Record<string, string> | null
  Created: number
}

export const parseContainers = (answer: DockerAnswer): readonly ListedContainer[] =>
  (json(answer) as RawListed[]).map((raw) => ({
    id: raw.Id,
    name: (raw.Names?.[0] ?? '').replace(/^\//, ''),
    state: raw.State,
    status: raw.Status,
    imageId: raw.ImageID,
    labels: raw.Labels ?? {},
    created: raw.Created,
  }))

/** Under which name or id each container got its image, by the container's id. */
export const parseImageNames = (answer: DockerAnswer): ReadonlyMap<string, string> =>
  new Map(
    (json(answer) as { Id: string; Image: string }[]).map(({ Id, Image }) => [Id, Image] as const),
  )

interface RawImage {
  Id: string
  RepoTags: string[] | null
  RepoDigests: string[] | null
  Size: number
}

export const parseImages = (answer: DockerAnswer): readonly ListedImage[] =>
  (json(answer) as RawImage[]).map((raw) => ({
    id: raw.Id,
    tags: raw.RepoTags ?? [],
    digests: raw.RepoDigests ?? [],
    bytes: raw.Size,
  }))

interface RawDetail {
  Id: string
  Config: { Image: string }
  RestartCount: number
  State: {
    Status: string
    ExitCode: number
    OOMKilled: boolean
    Error: string
    Pid: number
    Health?: { Status: string; Log: { Output: string }[] | null }
  }
  HostConfig: { Memory: number }
  NetworkSettings: { Networks: Record<string, { IPAddress: string }> | null }
}

export const parseContainer = (answer: DockerAnswer, network: string): ContainerDetail => {
  const raw = json(answer) as RawDetail
  const address = raw.NetworkSettings.Networks?.[network]?.IPAddress
  return {
    id: raw.Id,
    image: raw.Config.Image,
    status: raw.State.Status,
    exitCode: raw.State.ExitCode,
    oomKilled: raw.State.OOMKilled,
    error: raw.State.Error,
    restartCount: raw.RestartCount,
    health: raw.State.Health?.Status === 'none' ? undefined : raw.State.Health?.Status,
    healthLog: raw.State.Health?.Log?.at(-1)?.Output,
    address: address === '' ? undefined : address,
    pid: raw.State.Pid,
    memoryLimit: raw.HostConfig.Memory,
  }
}

/** Volumes that were made without a name, as `NAME:PATH`: their data is found by no other. */
export const parseMounts = (answer: DockerAnswer): readonly string[] => {
  const { Mounts } = json(answer) as {
    Mounts?: { Type: string; Name?: string; Destination: string }[] | null
  }
  return (Mounts ?? []).flatMap(({ Type, Name = '', Destination }) =>
    Type === 'volume' && /^[0-9a-f]{64}$/.test(Name) ? [`${Name}:${Destination}`] : [],
  )
}

/** Where a port of a container is published on its host; undefined when it is not. */
export const parsePublished = (
  answer: DockerAnswer,
  port: number,
): { readonly address: string; readonly port: number } | undefined => {
  const { NetworkSettings } = json(answer) as {
    NetworkSettings: {
      Ports?: Record<string, { HostIp: string; HostPort: string }[] | null> | null
    }
  }
  const [first] = NetworkSettings.Ports?.[`${String(port)}/tcp`] ?? []
  if (first === undefined) return undefined
  const everywhere = ['', '0.0.0.0', '::'].includes(first.HostIp)
  return { address: everywhere ? '127.0.0.1' : first.HostIp, port: Number(first.HostPort) }
}

/** A line that was cut, because only the stream's first 16 MiB are kept, holds no error. */
const errorIn = (line: string): string | undefined => {
  try {
    return (JSON.parse(line) as { error?: string }).error
  } catch {
    return undefined
  }
}

/** Undefined when the pull went well; else the error inside the stream. */
export const parsePull = (answer: DockerAnswer): string | undefined => {
  if (answer.status !== 200) return dockerMessage(answer)
  for (const line of answer.body.toString('utf8').split('\n')) {
    const error = errorIn(line)
    if (error !== undefined) return error
  }
  return undefined
}

/** Digest and platforms of what a registry has; `architecture` entries as Docker names them. */
export const parseResolved = (
  answer: DockerAnswer,
): { digest: string; architectures: readonly string[] } => {
  const raw = json(answer) as {
    Descriptor: { digest: string }
    Platforms: { architecture: string }[] | null
  }
  return {
    digest: raw.Descriptor.digest,
    architectures: (raw.Platforms ?? []).map((platform) => platform.architecture),
  }
}

export const parseExecId = (answer: DockerAnswer): string => (json(answer) as { Id: string }).Id

/** Undefined while the program runs. */
export const parseExitCode = (answer: DockerAnswer): number | undefined =>
  (json(answer) as { ExitCode: number | null }).ExitCode ?? undefined

/** Undoes the framing of a log stream: eight bytes of header before each piece. */
export const parseLogs = (answer: DockerAnswer): string => {
  const { body } = answer
  const pieces: Buffer[] = []
  let at = 0
  while (at + 8 <= body.length && (body[at] ?? 9) <= 2 && body.readUIntBE(at + 1, 3) === 0) {
    const size = body.readUInt32BE(at + 4)
    pieces.push(body.subarray(at + 8, at + 8 + size))
    at += 8 + size
  }
  return (at === 0 ? body : Buffer.concat(pieces)).toString('utf8')
}

/** The text of the first file in a tar archive; headers that only describe it are passed over. */
export const parseArchivedFile = (answer: DockerAnswer): string | undefined => {
  if (answer.status !== 200) return undefined
  const { body } = answer
  let at = 0
  while (at + 512 <= body.length) {
    const size = Number.parseInt(body.toString('ascii', at + 124, at + 136), 8)
    if (Number.isNaN(size)) return undefined
    const kind = String.fromCharCode(body[at + 156] ?? 0)
    if (kind === '0' || kind === '\0') return body.toString('utf8', at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  return undefined
}
