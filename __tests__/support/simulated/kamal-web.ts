import type { Config, Role } from '../../../src/config/config.ts'
import { proxyFlags } from '../../../src/host/proxy-flags.ts'
import {
  assetFolders,
  assetVolume,
  certificateSwap,
  pagesSwap,
  proxyFilesOf,
} from '../../../src/host/web-files.ts'
import type { Word } from '../../../src/host/word.ts'
import { list } from './files.ts'
import type { Machine } from './machine.ts'

const write = (folder: string, name: string, text: string): readonly Word[] => [
  { word: 'dir', path: folder },
  { word: 'write', path: `${folder}/${name}`, text, mode: '644' },
]

const note = '.kamal/note'

const assetWords = (
  config: Config,
  { name, assets }: Role,
  version: string,
  old: string | undefined,
): readonly Word[] => {
  if (assets === undefined) return []
  const extracted = (of: string): string => `${assetFolders(config).extracted}/${name}-${of}`
  const mix = (from: string, to: string): Word => ({
    word: 'mix',
    ...{ from: extracted(from), to: assetVolume(config, name, to), note, make: true },
  })
  return [
    {
      word: 'extract-assets',
      image: `${config.repository}:${version}`,
      helper: `${config.service}-${name}-assets`,
      from: assets.path,
      to: extracted(version),
    },
    mix(version, version),
    ...(old === undefined ? [] : [mix(version, old), mix(old, version)]),
    { word: 'remove', path: note },
  ]
}

/** What Kamal brings to a host before it boots a role: assets, certificate, error pages. */
export const kamalWebWords = (
  config: Config,
  role: Role,
  version: string,
  old: string | undefined,
): readonly Word[] => {
  const certificate = role.proxy?.certificate
  const tls = certificateSwap(config, role.name).path
  return [
    ...assetWords(config, role, version, old),
    ...(certificate === undefined
      ? []
      : [...write(tls, 'cert.pem', certificate.chain), ...write(tls, 'key.pem', certificate.key)]),
    ...(config.errorPages ?? []).flatMap((page) =>
      'text' in page ? write(pagesSwap(config, version).path, page.name, page.text) : [],
    ),
  ]
}

/** What it removes afterwards: assets and pages of every other version. */
export const kamalCleanWords = (
  { files }: Machine,
  config: Config,
  role: Role,
  version: string,
): readonly Word[] => {
  const { extracted, volumes } = assetFolders(config)
  const pages = pagesSwap(config, version).path.slice(0, -version.length - 1)
  const others = (folder: string, lead: string): readonly Word[] =>
    list(files, folder)
      .filter((name) => name.startsWith(lead) && name !== `${lead}${version}`)
      .map((name) => ({ word: 'remove', path: `${folder}/${name}` }))
  return [
    ...(role.assets === undefined ? [] : [extracted, volumes]).flatMap((folder) =>
      others(folder, `${role.name}-`),
    ),
    ...(config.errorPages === undefined ? [] : others(pages, '')),
  ]
}

/** The flags for such files; undefined where a role has none. */
export const kamalWebFlags = (
  config: Config,
  role: Role,
  version: string,
): readonly string[] | undefined =>
  role.proxy?.certificate === undefined
    ? undefined
    : proxyFlags(config, role.proxy, proxyFilesOf(config, role, version))
