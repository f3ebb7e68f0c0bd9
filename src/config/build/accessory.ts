import { accessoryBlocks, accessoryHosts, accessoryService } from '../accessories.ts'
import type { Accessory, AccessoryFile, AccessoryKit } from '../accessory.ts'
import type { Registry } from '../config.ts'
import { directoryPath, filePath, mountsOf, type Mount } from '../mounts.ts'
import type { RoleBlock } from '../roles.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { member, type Field, type Member } from '../yaml/field.ts'
import { isBlank, textOf, textsOf } from '../yaml/values.ts'
import { buildRegistry } from './registry.ts'
import { buildEnv } from './env.ts'
import { buildLogging, buildOptions, buildRestart, buildTexts } from './options.ts'
import { buildCertificate, buildProxy } from './proxy.ts'

/** The accessories that are to be made, and what their files hold. */
export interface Contents {
  /** One by name, or `all`. */
  readonly wanted: string
  /** By the key path that names a file. */
  readonly files: ReadonlyMap<string, Buffer>
}

interface Whole {
  readonly root: Field
  readonly roles: readonly RoleBlock[]
  readonly secrets: Secrets
  /** Undefined: none is to be made. */
  readonly contents: Contents | undefined
}

/** A path that begins in the login user's home is given to Docker from its root. */
const volumeOf = (path: string, { remote, options }: Mount): string =>
  [path.startsWith('/') ? path : `$PWD/${path}`, remote, ...(options ? [options] : [])].join(':')

/** The server in front of an image's name; none is Docker Hub. */
const serverOf = (image: string): string | undefined => {
  const [first = '', ...rest] = image.split('/')
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : undefined
}

const registryOf = (
  { root, secrets }: Whole,
  block: Field,
  image: string,
): Registry | undefined => {
  const own = member(block, 'registry')
  if (own !== undefined && !isBlank(own)) return buildRegistry(own, secrets)
  const app = buildRegistry(member(root, 'registry'), secrets)
  // Docker gives a login to the server that it is for, and to no other.
  return serverOf(image) === app.server ? app : undefined
}

const imageOf = (block: Field): string => {
  const server = textOf(member(block, 'registry', 'server'))
  const image = textOf(member(block, 'image')) ?? ''
  return server === undefined ? image : `${server}/${image}`
}

const filesOf = (
  service: string,
  mounts: readonly Mount[],
  contents: Contents,
): readonly AccessoryFile[] =>
  mounts.map((mount) => ({
    path: filePath(service, mount),
    base64: (contents.files.get(mount.field.path) ?? Buffer.alloc(0)).toString('base64'),
    mode: mount.mode ?? '755',
    owner: mount.owner,
  }))

const kitOf = (whole: Whole, block: Member, service: string): AccessoryKit | undefined => {
  const { root, secrets, contents } = whole
  if (contents === undefined || !['all', block.key].includes(contents.wanted)) return undefined
  const image = imageOf(block)
  const files = mountsOf(member(block, 'files'))
  const directories = mountsOf(member(block, 'directories'))
  const options = member(block, 'options')
  const port = textOf(member(block, 'port'))?.trim()
  const cmd = member(block, 'cmd')
  return {
    image,
    registry: registryOf(whole, block, image),
    network: textOf(member(block, 'network')) ?? 'kamal',
    // Kamal 2.12: a number alone is the port on both sides.
    port:
      port === undefined || port === '' ? undefined : port.includes(':') ? port : `${port}:${port}`,
    logging: buildLogging(member(root, 'logging'), undefined),
    env: buildEnv([member(block, 'env')], secrets),
    labels: buildTexts(member(block, 'labels')),
    volumes: [
      ...textsOf(member(block, 'volumes')),
      ...files.map((mount) => volumeOf(filePath(service, mount), mount)),
      ...directories.map((mount) => volumeOf(directoryPath(service, mount), mount)),
    ],
    options: buildOptions(options),
    restart: buildRestart(options),
    cmd: isBlank(cmd) ? undefined : textOf(cmd),
    certificate: buildCertificate(member(block, 'proxy', 'ssl'), secrets),
    files: filesOf(service, files, contents),
    directories: directories.map((mount) => ({
      path: directoryPath(service, mount),
      mode: mount.mode,
      owner: mount.owner,
    })),
  }
}

/** A route needs no secret: certificates are read where one is to be made. */
const noSecrets: Pick<Secrets, 'value'> = { value: () => '' }

/** The accessories of a file that has passed every check, in its order. */
export const buildAccessories = (whole: Whole): readonly Accessory[] =>
  accessoryBlocks(whole.root).map((block) => {
    const service = accessoryService(whole.root, block)
    const proxy = member(block, 'proxy')
    return {
      name: block.key,
      service,
      hosts: accessoryHosts(block, whole.roles, whole.root),
      proxy: proxy === undefined || isBlank(proxy) ? undefined : buildProxy(proxy, noSecrets),
      kit: kitOf(whole, block, service),
    }
  })
