import type { Accessory } from '../config/accessory.ts'
import type { Config, Role } from '../config/config.ts'
import { serviceKey } from '../config/config.ts'
import { pathsOf, proxyService } from './names.ts'

/** A folder that takes another's place at the switch; what was there is kept until the end. */
export interface Swap {
  readonly staged: string
  readonly path: string
  /** Holds what was there before; an empty folder stands for nothing. */
  readonly before: string
}

/** Files that one version lends to another; `note` lists what was added, so that it can be undone. */
export interface Mix {
  readonly from: string
  readonly to: string
  readonly note: string
  /** Whether `to` is made where it is missing. */
  readonly make: boolean
}

/** The files of a role's image that old and new containers share. */
export interface SharedAssets {
  /** Container that is created to copy from and never started. */
  readonly helper: string
  readonly extracted: Swap
  readonly mixes: readonly Mix[]
  /** Other roles whose folders begin as this one's do. */
  readonly beside: readonly string[]
}

type Named = Pick<Config, 'service' | 'destination'>

/** Where what only lasts as long as a rollout is kept. */
export const webWork = (config: Named): string => `${pathsOf(config).own}/web`

/** Kamal's folders of assets: as they left the image, and as containers have them mounted. */
export const assetFolders = (config: Named) => ({
  extracted: `${pathsOf(config).app}/assets/extracted`,
  volumes: `${pathsOf(config).app}/assets/volumes`,
})

export const assetVolume = (config: Named, role: string, version: string): string =>
  `${assetFolders(config).volumes}/${role}-${version}`

/** Kamal's folder of error pages of a service; one folder in it for each version. */
export const pagesFolder = (config: Named): string =>
  `${pathsOf(config).proxyConfig}/${serviceKey(config)}/error_pages`

/**
 * Folder of certificates: one folder in it for each role, and, beside these, the files of accessories.
 * Kamal 2.12 names those to the proxy as well (configuration/proxy.rb) but never writes them.
 */
export const certificatesFolder = (config: Named): string =>
  `${pathsOf(config).proxyConfig}/${serviceKey(config)}/tls`

/** A path below `apps-config` as the proxy's container sees it (configuration/proxy/boot.rb). */
const asProxySees = (config: Named, path: string): string =>
  path.replace(pathsOf(config).proxyConfig, '/home/kamal-proxy/.apps-config')

const swapOf = (config: Named, name: string, path: string): Swap => ({
  staged: `${webWork(config)}/staged/${name}`,
  path,
  before: `${webWork(config)}/before/${name}`,
})

export const pagesSwap = (config: Named, version: string): Swap =>
  swapOf(config, 'pages', `${pagesFolder(config)}/${version}`)

export const certificateSwap = (config: Named, role: string): Swap =>
  swapOf(config, `tls-${role}`, `${certificatesFolder(config)}/${role}`)

/** What takes its place when a role is switched. */
export const swapsOf = (config: Config, role: Role, version: string): readonly Swap[] => {
  if (role.proxy === undefined) return []
  return [
    ...(role.proxy.certificate === undefined ? [] : [certificateSwap(config, role.name)]),
    ...(config.errorPages === undefined ? [] : [pagesSwap(config, version)]),
  ]
}

/** Paths that `kamal-proxy deploy` is given, as the proxy sees them. */
export interface ProxyFiles {
  readonly certificate: { readonly chain: string; readonly key: string } | undefined
  readonly errorPages: string | undefined
}

const certificateFiles = (
  config: Named,
  { proxy }: Pick<Role, 'proxy'>,
  path: string,
): ProxyFiles['certificate'] => {
  const folder = asProxySees(config, path)
  return proxy?.certificate === undefined
    ? undefined
    : { chain: `${folder}/cert.pem`, key: `${folder}/key.pem` }
}

export const proxyFilesOf = (config: Config, role: Role, version: string): ProxyFiles => ({
  certificate: certificateFiles(config, role, certificateSwap(config, role.name).path),
  errorPages:
    config.errorPages === undefined
      ? undefined
      : asProxySees(config, pagesSwap(config, version).path),
})

/**
 * The same for an accessory. It has no error pages: those of the app go with the app's version, and the
 * proxy could not start an accessory's service anew once they are gone.
 */
export const accessoryFilesOf = (config: Named, accessory: Accessory): ProxyFiles => ({
  certificate: certificateFiles(config, accessory, certificatesFolder(config)),
  errorPages: undefined,
})

/**
 * How the assets of a role's new version come to the host: out of the image, then both ways between
 * the new version and each that runs (Kamal 2.12, commands/app/assets.rb). Undefined without assets.
 */
export const sharedAssetsOf = (
  config: Config,
  role: Role,
  version: string,
  running: readonly string[],
): SharedAssets | undefined => {
  if (role.assets === undefined) return undefined
  const extracted = (of: string): string => `${assetFolders(config).extracted}/${role.name}-${of}`
  const mix = (from: string, to: string, make: boolean): Mix => ({
    from: extracted(from),
    to: assetVolume(config, role.name, to),
    note: `${webWork(config)}/mixed/${role.name}-${to}`,
    make,
  })
  const old = [...new Set(running)].filter((one) => one !== version)
  return {
    helper: `${proxyService(config, role.name)}-assets`,
    extracted: swapOf(config, `extracted-${role.name}`, extracted(version)),
    mixes: [
      mix(version, version, true),
      ...old.flatMap((one) => [mix(version, one, false), mix(one, version, true)]),
    ],
    beside: config.roles.map(({ name }) => name).filter((name) => name.startsWith(`${role.name}-`)),
  }
}
