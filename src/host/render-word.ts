import { quote } from '../base/quote.ts'
import {
  renderBar,
  renderBegin,
  renderGuard,
  renderHoldsLock,
  renderSeize,
} from './render-fence.ts'
import {
  renderProxyBoot,
  renderPruneContainers,
  renderPruneImages,
  renderSwitch,
  renderUnroute,
} from './render-kamal.ts'
import {
  renderExtract,
  renderLetProxyRead,
  renderMix,
  renderSwap,
  renderSwapBack,
  renderUnmix,
} from './render-web.ts'
import type { ShellArg, Word } from './word.ts'

/** Exit code when an image lacks a label. */
export const unlabelledCode = 81

const arg = (value: ShellArg): string => (typeof value === 'string' ? quote(value) : value.raw)

/** Writes beside and renames, so that a reader sees the old text or the new one, never half. */
const renderWrite = (path: string, text: string, mode: string): string => {
  const [to, beside] = [quote(path), quote(`${path}.new`)]
  const written = `(umask 077; printf %s ${quote(text)} >${beside})`
  return `{ ${written} && chmod ${mode} ${beside} && mv -f ${beside} ${to}; } || { rm -f ${beside}; exit 74; }`
}

/** Docker's own output is of no interest when it goes well; its errors go to standard error. */
const silent = (command: string): string => `${command} >/dev/null`

/** A Docker that does not answer has not said that the container is absent: the word fails. */
const ifPresent = (container: string, command: string): string =>
  `there=$(docker container ls --all --quiet --filter ${quote(`name=^${container}$`)}) && { [ -z "$there" ] || ${silent(command)}; }`

const found = (as: string): string => `found ${quote(as)}`

const stopTime = (seconds: number | undefined): string =>
  seconds === undefined ? '' : `-t ${String(seconds)} `

type Renderers = {
  readonly [K in Word['word']]: (word: Extract<Word, { word: K }>) => string
}

const renderers: Renderers = {
  try: ({ does, as }) => `( ${renderWord(does)}\n) || printf %s ${quote(does.word)} | ${found(as)}`,

  dir: ({ path }) => `mkdir -p ${quote(path)}`,
  write: ({ path, text, mode }) => renderWrite(path, text, mode),
  append: ({ path, text }) => `printf %s ${quote(text)} >>${quote(path)}`,
  move: ({ from, to }) => `[ ! -e ${quote(from)} ] || mv -fT ${quote(from)} ${quote(to)}`,
  publish: ({ from, to }) => `mv -nT ${quote(from)} ${quote(to)} 2>/dev/null || :`,
  remove: ({ path }) => `rm -rf ${quote(path)}`,

  'extract-assets': renderExtract,
  mix: renderMix,
  unmix: renderUnmix,
  swap: renderSwap,
  'swap-back': renderSwapBack,
  'let-proxy-read': renderLetProxyRead,

  read: ({ path, as }) => `fetch ${quote(as)} ${quote(path)}`,
  'read-each': ({ path, file, as }) =>
    `for one in ${quote(path)}/*/${quote(file)}; do folder=\${one%/*}; fetch ${quote(as)}/"\${folder##*/}" "$one"; done`,
  list: ({ path, as }) =>
    `[ ! -d ${quote(path)} ] || { names=$(ls -A ${quote(path)}) && printf %s "$names" | ${found(as)}; } || [ ! -d ${quote(path)} ]`,
  'free-disk': ({ path, as }) =>
    `df -Pk ${quote(path)} 2>/dev/null | awk 'NR==2 {print $4}' | ${found(as)}`,
  'free-memory': ({ as }) => `awk '/^MemAvailable:/ {print $2}' /proc/meminfo | ${found(as)}`,

  begin: renderBegin,
  bar: renderBar,
  guard: renderGuard,
  seize: renderSeize,
  'holds-lock': renderHoldsLock,

  create: ({ name, args, as }) => {
    const command = `docker create --name ${quote(name)} ${args.map(arg).join(' ')}`
    return as === undefined ? silent(command) : `id=$(${command})\nprintf %s "$id" | ${found(as)}`
  },
  rename: ({ from, to }) => ifPresent(from, `docker rename ${quote(from)} ${quote(to)}`),
  start: ({ container }) => silent(`docker start ${quote(container)}`),
  // No name of a rollout's container is the beginning of an id: no other is stopped in its place.
  stop: ({ container, timeSeconds }) =>
    [
      `said=$(docker stop ${stopTime(timeSeconds)}${quote(container)} 2>&1) ||`,
      `case $said in *'No such container'*) ;; *) printf '%s\\n' "$said" >&2; exit 1;; esac`,
    ].join(' '),
  'begin-stop': ({ container, timeSeconds }) =>
    `docker stop ${stopTime(timeSeconds)}${quote(container)} >/dev/null 2>&1 &`,
  discard: ({ container }) => ifPresent(container, `docker rm --force ${quote(container)}`),
  tag: ({ image, as }) => silent(`docker tag ${quote(image)} ${quote(as)}`),

  'require-label': ({ image, label, value }) =>
    `[ "$(docker image inspect --format ${quote(`{{ index .Config.Labels "${label}" }}`)} ${quote(image)})" = ${quote(value)} ] || exit ${String(unlabelledCode)}`,

  'boot-proxy': ({ run }) => renderProxyBoot(run.map(arg).join(' ')),
  switch: renderSwitch,
  'switch-back': ({ service, targets, flags }) => {
    const to = targets.map((target) => `--target=${quote(target)}`).join(' ')
    return `docker exec kamal-proxy kamal-proxy deploy ${quote(service)} ${to} ${flags.join(' ')} >&2`
  },
  unroute: renderUnroute,

  'prune-containers': renderPruneContainers,
  'prune-images': renderPruneImages,
}

/** The `sh` text of one word; a word that fails ends the script with a non-zero exit code. */
export const renderWord = (word: Word): string => {
  // The table has the right renderer under each name; the compiler can't follow a union that far.
  const render = renderers[word.word] as (word: Word) => string
  return render(word)
}
