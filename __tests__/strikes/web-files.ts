import type { Config, Proxy, Role } from '../../src/config/config.ts'
import { proxyFlags } from '../../src/host/proxy-flags.ts'
import {
  assetFolders,
  assetVolume,
  certificateSwap,
  pagesSwap,
  proxyFilesOf,
} from '../../src/host/web-files.ts'
import { makeFolder, putFile } from '../support/simulated/files.ts'
import type { Machine } from '../support/simulated/machine.ts'

export const assetsPath = '/public/assets'

/** One file that every version has, one of its own, and one in a folder. */
export const assetsOf = (version: string): Readonly<Record<string, string>> => ({
  'logo.svg': `logo ${version}`,
  [`app-${version}.css`]: version,
  [`js/app-${version}.js`]: version,
})

const put = (machine: Machine, path: string, text: string): void => {
  makeFolder(machine.files, path.replace(/\/[^/]*$/, ''))
  putFile(machine.files, path, text)
}

const roleOf = ({ roles }: Config, proxy: Proxy): Role | undefined =>
  roles.find((role) => role.proxy === proxy)

export const flagsByKamal = (config: Config, proxy: Proxy, version: string): readonly string[] => {
  const role = roleOf(config, proxy)
  if (role === undefined || proxy.certificate === undefined)
    return [`--host="${proxy.hosts[0] ?? ''}"`]
  return proxyFlags(config, proxy, proxyFilesOf(config, role, version))
}

/** Assets, error pages and a certificate as Kamal leaves them. */
export const webFilesByKamal = (machine: Machine, config: Config, version: string): void => {
  for (const { name, assets } of config.roles.filter(({ hosts }) => hosts.includes(machine.name))) {
    if (assets === undefined) continue
    for (const [file, text] of Object.entries(assetsOf(version))) {
      put(machine, `${assetFolders(config).extracted}/${name}-${version}/${file}`, text)
      put(machine, `${assetVolume(config, name, version)}/${file}`, text)
    }
    // What it was lent by the version before it.
    put(machine, `${assetVolume(config, name, version)}/app-v0.css`, 'v0')
    put(machine, `${assetVolume(config, name, version)}/app-v2.css`, 'its own')
    put(machine, `${certificateSwap(config, name).path}/cert.pem`, 'old chain')
    put(machine, `${certificateSwap(config, name).path}/key.pem`, 'old key')
  }
  put(machine, `${pagesSwap(config, version).path}/502.html`, 'old page')
}

const below = (machine: Machine, folder: string): readonly (readonly [string, string])[] =>
  [...machine.files].filter(([path]) => path.startsWith(`${folder}/`)).toSorted()

/** All files that requests of a service with such files may be answered with; nothing of others. */
export const webFilesOn = (machine: Machine, config: Config): { readonly files?: unknown } => {
  if (config.errorPages === undefined) return {}
  const { extracted, volumes } = assetFolders(config)
  const pages = pagesSwap(config, 'x').path.replace(/\/x$/, '')
  const tls = config.roles.map(({ name }) => certificateSwap(config, name).path)
  const files = [extracted, volumes, pages, ...tls].flatMap((folder) => below(machine, folder))
  return {
    files: files.filter(([path]) => ![`${extracted}/`, `${volumes}/`, `${pages}/`].includes(path)),
  }
}

/** What of a version's own files is not as it must be; undefined when all is. */
export const webFilesNotOn = (
  machine: Machine,
  config: Config,
  role: Role,
  version: string,
): string | undefined => {
  if (role.assets === undefined || role.proxy?.certificate === undefined) return undefined
  const volume = assetVolume(config, role.name, version)
  const [page] = config.errorPages ?? []
  const wanted: readonly (readonly [string, string])[] = [
    ...Object.keys(assetsOf(version)).map((file) => [`${volume}/${file}`, ''] as const),
    [`${certificateSwap(config, role.name).path}/cert.pem`, role.proxy.certificate.chain],
    [`${certificateSwap(config, role.name).path}/key.pem`, role.proxy.certificate.key],
    [
      `${pagesSwap(config, version).path}/502.html`,
      page !== undefined && 'text' in page ? page.text : '',
    ],
  ]
  const wrong = wanted.find(([path, text]) => {
    const found = machine.files.get(path)
    return found === undefined || (text !== '' && found !== text)
  })
  return wrong === undefined ? undefined : `${wrong[0]} is not that of ${version}`
}
