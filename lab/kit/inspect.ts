import { request } from 'node:http'
import { onHost, type LabHost } from './lab.ts'
import type { Output } from './processes.ts'

export interface ContainerOnHost {
  readonly id: string
  readonly name: string
  /** `running`, `exited`, `created`, ... */
  readonly state: string
  /** A container that was started anew has another one. */
  readonly startedAt: string
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
}

interface Inspected {
  readonly Id: string
  readonly Name: string
  readonly State: { readonly Status: string; readonly StartedAt: string }
  readonly Config: {
    readonly Image: string
    readonly Labels: Readonly<Record<string, string>> | null
  }
}

const said = async (host: LabHost, command: string): Promise<string> => {
  const { code, stdout, stderr }: Output = await onHost(host, command)
  if (code === 0) return stdout
  throw new Error(`${host.name}: ${command} ended with ${code}: ${stderr}`)
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const homeOf = ({ user }: LabHost): string => (user === 'root' ? '/root' : `/home/${user}`)

/** A path is below the home of the login user unless it is absolute. */
const pathOn = (host: LabHost, path: string): string =>
  quoted(path.startsWith('/') ? path : `${homeOf(host)}/${path}`)

/** A service's containers on a host, running or not, by name. */
export const containers = async (
  host: LabHost,
  service: string,
): Promise<readonly ContainerOnHost[]> => {
  const filter = quoted(`label=service=${service}`)
  const text = await said(
    host,
    `docker ps --all --quiet --no-trunc --filter ${filter} | xargs -r docker inspect`,
  )
  const found = text === '' ? [] : (JSON.parse(text) as readonly Inspected[])
  return found
    .map(({ Id, Name, State, Config }) => ({
      id: Id,
      name: Name.replace(/^\//, ''),
      state: State.Status,
      startedAt: State.StartedAt,
      image: Config.Image,
      labels: Config.Labels ?? {},
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export interface Served {
  /** 0 when nothing answered. */
  readonly status: number
  /** X-App-Version. */
  readonly version: string | undefined
  /** What was answered, or why nothing was. */
  readonly body: string
}

/** What a visitor of `http://HOSTHEADER/` gets from a host, over a connection of its own. */
export const served = (host: LabHost, hostHeader: string, path = '/'): Promise<Served> =>
  new Promise((resolve) => {
    const fail = (error: Error): void =>
      resolve({ status: 0, version: undefined, body: error.message })
    const signal = AbortSignal.timeout(35_000)
    const options = {
      host: host.address,
      path,
      headers: { host: hostHeader },
      agent: false,
      signal,
    }
    request(options, (response) => {
      const version = response.headers['x-app-version']
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      response.on('error', fail)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          version: typeof version === 'string' ? version : undefined,
          body,
        }),
      )
    })
      .on('error', fail)
      .end()
  })

/** A file's text; undefined when there is none. */
export const textOf = async (host: LabHost, path: string): Promise<string | undefined> => {
  const file = pathOn(host, path)
  const { code, stdout } = await onHost(host, `[ ! -e ${file} ] || { printf x; cat ${file}; }`)
  if (code !== 0) throw new Error(`${host.name}: ${path} can't be read`)
  return stdout === '' ? undefined : stdout.slice(1)
}

export interface LockOnHost {
  /** Decoded; empty when the folder holds none. */
  readonly details: string
  /** Our own journal beside it, parsed. */
  readonly journal: unknown
}

/** The deploy lock of `key` (`SERVICE` or `SERVICE-DESTINATION`) on a host; undefined when it is free. */
export const lockOf = async (host: LabHost, key: string): Promise<LockOnHost | undefined> => {
  const folder = `.kamal/lock-${key}`
  const { code } = await onHost(host, `[ -d ${pathOn(host, folder)} ]`)
  if (code !== 0) return undefined
  const details = (await textOf(host, `${folder}/details`)) ?? ''
  const journal = await textOf(host, `${folder}/journal.json`)
  return {
    details: Buffer.from(details, 'base64').toString('utf8'),
    journal: journal === undefined ? undefined : (JSON.parse(journal) as unknown),
  }
}

/** The lines of the audit log of `key` on a host, oldest first. */
export const auditOf = async (host: LabHost, key: string): Promise<readonly string[]> =>
  ((await textOf(host, `.kamal/${key}-audit.log`)) ?? '').split('\n').filter((line) => line !== '')

export interface FileOnHost {
  readonly path: string
  /** `600`. */
  readonly mode: string
  readonly bytes: number
}

/** Every file below a folder, by its path in it; none when there is no such folder. */
export const filesUnder = async (host: LabHost, path: string): Promise<readonly FileOnHost[]> => {
  const folder = pathOn(host, path)
  const format = String.raw`'%m %s %P\n'`
  const text = await said(host, `[ ! -d ${folder} ] || find ${folder} -type f -printf ${format}`)
  return text
    .split('\n')
    .map((line) => /^(\d+) (\d+) (.*)$/.exec(line))
    .flatMap((found) => {
      const [, mode = '', bytes = '', name = ''] = found ?? []
      return name === '' ? [] : [{ path: name, mode, bytes: Number(bytes) }]
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Paths of the files below a folder that hold `text` somewhere, for planted secrets. */
export const filesWith = async (
  host: LabHost,
  path: string,
  text: string,
): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await onHost(
    host,
    `grep --recursive --files-with-matches --fixed-strings --file=- -- ${pathOn(host, path)}`,
    { input: text },
  )
  if (code > 1) throw new Error(`${host.name}: grep below ${path}: ${stderr}`)
  return stdout.split('\n').filter((line) => line !== '')
}

/** How much of sshd's log there is by now. */
export type SessionMark = number

export const markSessions = async (host: LabHost): Promise<SessionMark> =>
  Number(await said(host, 'wc -c </var/log/sshd.log'))

const since = async (host: LabHost, mark: SessionMark, text: string): Promise<number> => {
  const lines = `tail -c +${mark + 1} /var/log/sshd.log`
  return Number(await said(host, `${lines} | grep --count --fixed-strings ${quoted(text)} || true`))
}

/** How many commands were sent to a host since the mark: exec channels, whatever they ran. */
export const execChannels = (host: LabHost, mark: SessionMark): Promise<number> =>
  since(host, mark, 'Starting session: command')

/** How many connections logged in since the mark. */
export const connections = (host: LabHost, mark: SessionMark): Promise<number> =>
  since(host, mark, 'Accepted publickey')
