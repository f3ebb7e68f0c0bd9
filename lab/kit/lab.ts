import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { outputOf, runCommand, type CommandOptions, type Output } from './processes.ts'

export interface LabHost {
  readonly name: string
  /** `127.0.77.1`: its real ports 22, 80 and 443 are there. */
  readonly address: string
  /** Where its fellow hosts find it. */
  readonly privateAddress: string
  readonly user: string
  /** A line of known_hosts. */
  readonly knownHosts: string
  /** `SHA256:...` */
  readonly fingerprint: string
  /** Its name on the engine that it is a container of. */
  readonly container: string
  /** Of a host that builds (`--builder`). */
  readonly builder?: {
    /** Socket of its engine, on this machine. */
    readonly socket: string
    /** Folder with the plugin buildx for the docker client. */
    readonly plugins: string
  }
}

export interface Lab {
  readonly hosts: readonly LabHost[]
  readonly keyFile: string
  /** The client's private key itself. */
  readonly key: string
  readonly registry: {
    readonly server: string
    readonly username: string
    readonly password: string
  }
  /** Socket of the engine that the hosts are containers of. */
  readonly docker: string
}

interface HostEntry {
  readonly name: string
  readonly address: string
  readonly private_address: string
  readonly user: string
  readonly known_hosts: string
  readonly fingerprint: string
  readonly container: string
  readonly builder?: { readonly socket: string; readonly plugins: string }
}

interface LabFile extends Pick<Lab, 'registry' | 'docker'> {
  readonly hosts: readonly HostEntry[]
  readonly key: string
}

/** Root of the checkout. */
export const root = join(import.meta.dirname, '../..')

const folder = (): string => process.env['SEAWORTHY_LAB_DIR'] ?? '/tmp/seaworthy-lab'

const hostOf = ({ private_address, known_hosts, ...entry }: HostEntry): LabHost => ({
  ...entry,
  privateAddress: private_address,
  knownHosts: known_hosts,
})

const readFileOfLab = (): LabFile => {
  const file = join(folder(), 'lab.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LabFile
  } catch (cause) {
    throw new Error(`There is no lab (${file}): start one with lab/up`, { cause })
  }
}

/**
 * The lab that is up.
 * @throws Error when there is none.
 */
export const readLab = (): Lab => {
  const { hosts, key, registry, docker } = readFileOfLab()
  return {
    hosts: hosts.map(hostOf),
    keyFile: key,
    key: readFileSync(key, 'utf8'),
    registry,
    docker,
  }
}

/**
 * The lab's first `count` ordinary hosts, h1 first.
 * @throws Error when the lab has fewer.
 */
export const labHosts = (count: number): readonly LabHost[] => {
  const hosts = readLab().hosts.filter(({ name }) => /^h\d+$/.test(name))
  if (hosts.length < count) throw new Error(`The lab has ${hosts.length} hosts: lab/up ${count}`)
  return hosts.slice(0, count)
}

/** Runs a command of the lab: its file's name, then arguments. */
const labCommand = (name: string, ...args: readonly string[]): Promise<string> =>
  outputOf(join(root, 'lab', name), args, { timeoutMs: 180_000 })

/** Adds a host of a special kind, `lab/host` has the flags; whoever adds one removes it. */
export const addHost = async (name: string, flags: readonly string[] = []): Promise<LabHost> =>
  hostOf(JSON.parse(await labCommand('host', name, ...flags)) as HostEntry)

export const removeHost = async (name: string): Promise<void> => {
  await labCommand('host', '--rm', name)
}

/**
 * Runs docker on the engine that the hosts are containers of, for mishaps: `pause h1`, `restart h1`,
 * `network disconnect seaworthy-lab h1`.
 * @throws Error when docker refuses.
 */
export const engine = (...args: readonly string[]): Promise<string> => {
  const [client, flags] = engineClient()
  return outputOf(client, [...flags, ...args], { timeoutMs: 120_000 })
}

/** The lab's own engine is Debian's and so is the client that fits; another may come first on PATH. */
const engineClient = (): readonly [string, readonly string[]] => {
  const { docker } = readFileOfLab()
  const client = docker.startsWith(`${folder()}/`) ? '/usr/bin/docker' : 'docker'
  return [client, ['-H', `unix://${docker}`]]
}

/**
 * Runs `command` with a host's `sh`, as root in root's home. Not over SSH: it also works when sshd is
 * dead, and leaves no trace in its log. Any exit code is an answer.
 */
export const onHost = (
  host: Pick<LabHost, 'container'>,
  command: string,
  { input, ...options }: CommandOptions = {},
): Promise<Output> => {
  const [client, flags] = engineClient()
  const exec = ['exec', '--interactive', '--workdir', '/root', '--env', 'HOME=/root']
  return runCommand(client, [...flags, ...exec, host.container, 'sh', '-c', command], {
    ...options,
    ...(input === undefined ? {} : { input }),
  })
}

export interface ImageOptions {
  /** Settings and faults of the app: lab/README.md has the list. */
  readonly env?: Readonly<Record<string, string>>
  /** Files in the image by their absolute path. */
  readonly files?: Readonly<Record<string, string>>
  readonly arch?: 'amd64' | 'arm64'
  /** Without a shell or anything else but the app. */
  readonly scratch?: boolean
  /** False leaves out `service=SERVICE`. */
  readonly label?: boolean
}

/** Makes `registry.lab:5000/lab/SERVICE:VERSION` of the test app; returns its digest, `sha256:...`. */
export const image = (
  service: string,
  version: string,
  { env = {}, files = {}, arch, scratch = false, label = true }: ImageOptions = {},
): Promise<string> =>
  labCommand(
    'image',
    service,
    version,
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...Object.entries(files).flatMap(([path, text]) => ['--file', `${path}=${text}`]),
    ...(arch === undefined ? [] : ['--arch', arch]),
    ...(scratch ? ['--scratch'] : []),
    ...(label ? [] : ['--no-label']),
  )
