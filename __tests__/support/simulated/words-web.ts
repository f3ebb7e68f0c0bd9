import { noAssetsCode } from '../../../src/host/render-web.ts'
import type { WebWord, Word } from '../../../src/host/word.ts'
import { exists, isFolder, list, makeFolder, putFile, removeAll, rename } from './files.ts'
import { createContainer, discard, imageOf, type Machine } from './machine.ts'
import type { Said } from './proxy.ts'

type Of<K extends WebWord['word']> = Extract<WebWord, { word: K }>

const ok: Said = { code: 0, stderr: '' }
const failed = (code: number, stderr: string): Said => ({ code, stderr: `${stderr}\n` })
const withoutDocker =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'
const noSpace = 'No space left on device'

const helperOf = ({ containers }: Machine, name: string) =>
  containers.find((container) => container.name === name)

const extract = (machine: Machine, word: Of<'extract-assets'>): Said => {
  const { files, full } = machine
  removeAll(files, word.to)
  if (full) return failed(1, `mkdir: cannot create directory '${word.to}': ${noSpace}`)
  makeFolder(files, word.to)
  if (machine.dockerAway) return failed(1, withoutDocker)
  const left = helperOf(machine, word.helper)
  if (left !== undefined) discard(machine, left)
  const image = imageOf(machine, word.image)
  if (image === undefined)
    return failed(1, `Error response from daemon: No such image: ${word.image}`)
  const { name, labels } = { name: word.helper, labels: image.labels }
  const helper = createContainer(machine, { name, image: word.image, labels, restart: 'no' })
  discard(machine, helper)
  const found = image.folders[word.from]
  if (found === undefined)
    return failed(
      noAssetsCode,
      `Error response from daemon: Could not find the file ${word.from}/. in container ${word.helper}`,
    )
  for (const [path, text] of Object.entries(found)) {
    if (path.includes('/')) makeFolder(files, `${word.to}/${path.replace(/\/[^/]*$/, '')}`)
    putFile(files, `${word.to}/${path}`, text)
  }
  return ok
}

/** Paths below a folder, folders with a slash at the end; the folder itself is `.`. */
const namesIn = (machine: Machine, folder: string): readonly string[] => [
  ...(isFolder(machine.files, folder) ? ['.'] : []),
  ...[...machine.files.keys()]
    .filter((path) => path.startsWith(`${folder}/`) && path.length > folder.length + 1)
    .map((path) => path.slice(folder.length + 1)),
]

const mix = (machine: Machine, { from, to, note, make }: Of<'mix'>): Said => {
  const { files, full } = machine
  if (!isFolder(files, from) || (!make && !isFolder(files, to))) return ok
  if (full) return failed(1, `sort: write failed: ${noSpace}`)
  const there = new Set(namesIn(machine, to))
  const lacks = namesIn(machine, from).filter((name) => !there.has(name))
  const noted = [...(files.get(note)?.split('\n') ?? []), ...lacks].filter((name) => name !== '')
  putFile(files, note, noted.map((name) => `${name}\n`).join(''))
  makeFolder(files, to)
  for (const name of lacks.filter((one) => one !== '.'))
    files.set(`${to}/${name}`, files.get(`${from}/${name}`) ?? '')
  return ok
}

const unmix = (machine: Machine, { to, note }: Of<'unmix'>): Said => {
  const { files } = machine
  const noted = (files.get(note) ?? '').split('\n').filter((name) => name !== '')
  for (const name of noted) if (!name.endsWith('/')) files.delete(`${to}/${name}`)
  for (const name of noted
    .filter((one) => one.endsWith('/'))
    .toSorted()
    .toReversed())
    if (list(files, `${to}/${name.slice(0, -1)}`).length === 0) files.delete(`${to}/${name}`)
  if (noted.includes('.') && list(files, to).length === 0) removeAll(files, to)
  files.delete(note)
  return ok
}

const swap = ({ files, full }: Machine, { staged, path, before }: Of<'swap'>): Said => {
  if (!isFolder(files, staged)) return ok
  if (!exists(files, before)) {
    if (isFolder(files, path)) rename(files, path, before)
    else if (full) return failed(1, `mkdir: cannot create directory '${before}': ${noSpace}`)
    else makeFolder(files, before)
  }
  const refused = rename(files, staged, path)
  return refused === undefined ? ok : failed(1, refused)
}

const swapBack = ({ files }: Machine, { staged, path, before }: Of<'swap-back'>): Said => {
  if (!isFolder(files, before)) return ok
  if (!exists(files, staged) && isFolder(files, path)) rename(files, path, staged)
  removeAll(files, path)
  if (list(files, before).length === 0) removeAll(files, before)
  else rename(files, before, path)
  return ok
}

const webWords: readonly Word['word'][] = [
  'extract-assets',
  'mix',
  'unmix',
  'swap',
  'swap-back',
  'let-proxy-read',
]

export const isWebWord = (word: Word): word is WebWord => webWords.includes(word.word)

/** Carries out a word about the files that requests are answered with. */
export const sayWeb = (machine: Machine, word: WebWord): Said => {
  switch (word.word) {
    case 'extract-assets':
      return extract(machine, word)
    case 'mix':
      return mix(machine, word)
    case 'unmix':
      return unmix(machine, word)
    case 'swap':
      return swap(machine, word)
    case 'swap-back':
      return swapBack(machine, word)
    case 'let-proxy-read':
      return isFolder(machine.files, word.folder)
        ? ok
        : failed(1, `chmod: cannot access '${word.folder}': No such file or directory`)
  }
}
