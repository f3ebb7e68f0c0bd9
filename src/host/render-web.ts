import { quote } from '../base/quote.ts'
import { proxyContainer } from './names.ts'
import type { WebWord } from './word.ts'

type Of<K extends WebWord['word']> = Extract<WebWord, { word: K }>

/** Exit code when an image has no folder of assets. */
export const noAssetsCode = 82

/** Kamal's words (commands/app/assets.rb), into a folder of its own that takes its place later. */
export const renderExtract = ({ image, helper, from, to }: Of<'extract-assets'>): string => {
  const away = `docker container rm ${quote(helper)} >/dev/null 2>&1 || :`
  const copy = `docker container cp -L ${quote(`${helper}:${from}/.`)} ${quote(to)}`
  const refused = `case $said in *'Could not find the file'*|*'no such file or directory'*|*'not a directory'*) exit ${String(noAssetsCode)};; esac; exit 1`
  return [
    `rm -rf ${quote(to)} && mkdir -p ${quote(to)}`,
    away,
    `docker container create --pull never --name ${quote(helper)} ${quote(image)} >/dev/null`,
    `said=$(${copy} 2>&1) || { ${away}; printf '%s\\n' "$said" >&2; ${refused}; }`,
    away,
  ].join('\n')
}

/** Names of all that is in a folder, sorted; none where there is no folder. */
const namesIn = (folder: string, list: string, tests = ''): string =>
  `{ [ ! -d ${folder} ] || (cd ${folder} && find . ${tests} | LC_ALL=C sort); } >${list}`

/**
 * Kamal's `cp -rnT`, in words that every host has alike: `cp -n` fails with coreutils 9.2 to 9.4 when it
 * leaves a file alone, and with busybox it copies nothing into a folder that is there. The note comes
 * first: whatever is cut short can be undone.
 */
export const renderMix = ({ from, to, note, make }: Of<'mix'>): string => {
  const [source, target, list] = [quote(from), quote(to), quote(note)]
  const [theirs, ours] = [quote(`${note}.from`), quote(`${note}.to`)]
  const copy = `if [ -d ${source}/"$one" ] && [ ! -L ${source}/"$one" ]; then mkdir -p ${target}/"$one"; else cp -P ${source}/"$one" ${target}/"$one"; fi`
  return [
    `if [ -d ${source} ] && [ -d ${target} ]; then`,
    namesIn(source, theirs),
    namesIn(target, ours),
    `LC_ALL=C comm -23 ${theirs} ${ours} >>${list}`,
    `LC_ALL=C comm -23 ${theirs} ${ours} | grep '^\\./' | while IFS= read -r one; do ${copy} || exit 74; done || exit 74`,
    `rm -f ${theirs} ${ours}`,
    ...(make
      ? [`elif [ -d ${source} ]; then`, namesIn(source, list), `cp -R ${source} ${target}`]
      : []),
    'fi',
  ].join('\n')
}

/**
 * Only names that `find` tells as well are taken away: it follows no link out of the folder. A name
 * with a line break in it has lines that begin otherwise, and stays.
 */
export const renderUnmix = ({ to, note }: Of<'unmix'>): string => {
  const [target, list] = [quote(to), quote(note)]
  const [theirs, ours] = [quote(`${note}.from`), quote(`${note}.to`)]
  const both = `LC_ALL=C comm -12 ${theirs} ${ours} | grep '^\\./'`
  return [
    `if [ -f ${list} ] && [ -d ${target} ]; then`,
    `LC_ALL=C sort -u ${list} >${theirs}`,
    namesIn(target, ours, '! -type d'),
    `${both} | (cd ${target} && while IFS= read -r one; do rm -f -- "$one"; done)`,
    namesIn(target, ours, '-type d'),
    `${both} | LC_ALL=C sort -r | (cd ${target} && while IFS= read -r one; do rmdir -- "$one" 2>/dev/null || :; done)`,
    `! grep -qx '\\.' ${list} || rmdir ${target} 2>/dev/null || :`,
    'fi',
    `rm -f ${theirs} ${ours} ${list}`,
  ].join('\n')
}

/** Whatever is cut short is gone on with: what was kept is never kept again. */
export const renderSwap = ({ staged, path, before }: Of<'swap'>): string => {
  const [next, now, kept] = [quote(staged), quote(path), quote(before)]
  return [
    `if [ -d ${next} ]; then`,
    `[ -e ${kept} ] || { if [ -d ${now} ]; then mv -T ${now} ${kept}; else mkdir ${kept}; fi; }`,
    `mv -fT ${next} ${now}`,
    'fi',
  ].join('\n')
}

export const renderSwapBack = ({ staged, path, before }: Of<'swap-back'>): string => {
  const [next, now, kept] = [quote(staged), quote(path), quote(before)]
  return [
    `if [ -d ${kept} ]; then`,
    `[ -e ${next} ] || [ ! -d ${now} ] || mv -T ${now} ${next}`,
    `rm -rf ${now}`,
    `rmdir ${kept} 2>/dev/null || mv -T ${kept} ${now}`,
    'fi',
  ].join('\n')
}

/** `docker top` wants the pid as well; the number is the user's on the host. */
const proxyUser = `docker top ${proxyContainer} -eo pid,uid 2>/dev/null | awk 'NR == 2 { print $2 }'`

export const renderLetProxyRead = ({ folder, secrets }: Of<'let-proxy-read'>): string => {
  const give = secrets.map((name) => {
    const file = quote(`${folder}/${name}`)
    return `{ [ -n "$user" ] && chown "$user" ${file} 2>/dev/null; } || chmod 644 ${file}`
  })
  return [
    `chmod 755 ${quote(folder)}`,
    ...(give.length === 0 ? [] : [`user=$(${proxyUser})`, ...give]),
  ].join('\n')
}
