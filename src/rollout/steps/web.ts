import type { Accessory } from '../../config/accessory.ts'
import type { Certificate, Config, Role } from '../../config/config.ts'
import type { HostState } from '../../fleet/state.ts'
import type { Journal, JournalRole } from '../../host/journal.ts'
import {
  assetFolders,
  certificatesFolder,
  certificateSwap,
  pagesFolder,
  pagesSwap,
  webWork,
  type Swap,
} from '../../host/web-files.ts'
import type { Word } from '../../host/word.ts'
import { assetsFor } from '../journal.ts'
import type { Rollout, Target } from '../target.ts'

const dir = (path: string): Word => ({ word: 'dir', path })

/** How long the assets of one role may take to be copied. */
const assetsMs = 120_000

export const extractMs = ({ roles }: Target): number =>
  roles.filter(({ assets }) => assets !== undefined).length * assetsMs

/** What a rollout that nobody could undo has left is no concern of this one. */
export const freshWork = ({ config }: Rollout, { roles }: Target): readonly Word[] => {
  const needed = roles.some(
    ({ assets, proxy }) =>
      assets !== undefined ||
      proxy?.certificate !== undefined ||
      (proxy !== undefined && config.errorPages !== undefined),
  )
  if (!needed) return []
  const work = webWork(config)
  return [
    { word: 'remove', path: work },
    ...['staged', 'before', 'mixed'].map((name) => dir(`${work}/${name}`)),
  ]
}

/** Assets out of the image, and both ways between new and old, before the container that mounts them. */
export const assetWords = (rollout: Rollout, state: HostState, role: Role): readonly Word[] => {
  const { config, version } = rollout
  const shared = assetsFor(rollout, state, role)
  if (shared === undefined || role.assets === undefined) return []
  const { helper, extracted, mixes } = shared
  const { extracted: images, volumes } = assetFolders(config)
  const image = `${config.repository}:${version}`
  const from = role.assets.path
  return [
    { word: 'extract-assets', image, helper, from, to: extracted.staged },
    dir(images),
    dir(volumes),
    { word: 'swap', ...extracted },
    ...mixes.map((mix) => ({ word: 'mix', ...mix }) as const),
  ]
}

const write = (path: string, text: string, mode: string): Word => ({
  word: 'write',
  path,
  text,
  mode,
})

const stagedFolder = (
  { staged, path }: Swap,
  files: readonly Word[],
  secrets: readonly string[],
): readonly Word[] => [
  dir(path.slice(0, path.lastIndexOf('/'))),
  dir(staged),
  ...files,
  { word: 'let-proxy-read', folder: staged, secrets },
]

const pairIn = (folder: string, { chain, key }: Certificate): readonly Word[] => [
  write(`${folder}/cert.pem`, chain, '644'),
  write(`${folder}/key.pem`, key, '600'),
]

/** A role's certificate, beside the one that the proxy goes by. */
export const certificateWords = ({ config }: Rollout, role: Role): readonly Word[] => {
  const certificate = role.proxy?.certificate
  if (certificate === undefined) return []
  const swap = certificateSwap(config, role.name)
  return stagedFolder(swap, pairIn(swap.staged, certificate), ['key.pem'])
}

/** An accessory's certificate, where the proxy looks for it; none where its kit was not asked for. */
export const accessoryCertificateWords = (config: Config, { kit }: Accessory): readonly Word[] => {
  if (kit?.certificate === undefined) return []
  const folder = certificatesFolder(config)
  return [
    dir(folder),
    ...pairIn(folder, kit.certificate),
    { word: 'let-proxy-read', folder, secrets: ['key.pem'] },
  ]
}

/** The error pages of this version, once for all roles of a host. */
export const pagesWords = ({ config, version }: Rollout, { roles }: Target): readonly Word[] => {
  const { errorPages } = config
  if (errorPages === undefined || roles.every(({ proxy }) => proxy === undefined)) return []
  const swap = pagesSwap(config, version)
  const files = errorPages.map((page): Word => {
    const path = `${swap.staged}/${page.name}`
    if ('text' in page) return write(path, page.text, '644')
    return { word: 'put', path, base64: page.base64, mode: '644' }
  })
  return stagedFolder(swap, files, [])
}

export const hasWeb = (roles: readonly JournalRole[]): boolean =>
  roles.some(({ assets, swaps }) => assets !== undefined || swaps !== undefined)

const staleAssets = (journal: Journal, { files }: HostState, role: JournalRole) => {
  const { assets } = role
  if (assets === undefined || files === undefined) return []
  const isStale = (name: string): boolean =>
    name.startsWith(`${role.role}-`) &&
    name !== `${role.role}-${journal.version}` &&
    assets.beside.every((other) => !name.startsWith(`${other}-`))
  const { extracted, volumes } = assetFolders(journal)
  return [
    ...files.web.extracted.filter(isStale).map((name) => `${extracted}/${name}`),
    ...files.web.volumes.filter(isStale).map((name) => `${volumes}/${name}`),
  ]
}

/** Pages that a service of this app still shows: one of a role that this rollout left alone. */
const shownPages = (
  { proxy }: HostState,
  folder: string,
  roles: readonly JournalRole[],
): readonly string[] => {
  if (proxy.state !== 'running') return []
  const seen = folder.slice(folder.indexOf('/apps-config/') + 1)
  return (proxy.services ?? [])
    .filter(({ name }) => roles.every(({ service }) => service !== name))
    .flatMap(({ flags }) => flags)
    .flatMap((flag) => flag.split(`${seen}/`)[1]?.replace(/["'].*$/, '') ?? [])
}

const stalePages = (journal: Journal, state: HostState, roles: readonly JournalRole[]) => {
  const folder = pagesFolder(journal)
  const has = roles.some(({ swaps = [] }) =>
    swaps.some(({ path }) => path.startsWith(`${folder}/`)),
  )
  if (!has) return []
  const kept = [journal.version, ...shownPages(state, folder, roles)]
  return (state.files?.web.pages ?? [])
    .filter((name) => !kept.includes(name))
    .map((name) => `${folder}/${name}`)
}

/** Assets and error pages of versions that are gone, which Kamal removes as well. */
export const staleWeb = (
  journal: Journal,
  state: HostState,
  roles: readonly JournalRole[],
): readonly string[] => [
  ...roles.flatMap((role) => staleAssets(journal, state, role)),
  ...stalePages(journal, state, roles),
]
