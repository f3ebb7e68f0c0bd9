import { quote } from '../base/quote.ts'
import type { FenceWord } from './word.ts'

type Of<K extends FenceWord['word']> = Extract<FenceWord, { word: K }>

/** Exit code of a script whose run may no longer change the host. */
export const fencedCode = 79
/** Exit code when another run's `kamal-proxy deploy` did not end in time. */
export const busyCode = 80

/** Fields of /proc/PID/stat behind the command name: 3 is the process group, 20 the start time. */
const statField = (pid: string, field: number): string =>
  `$(sed 's/.*) //' /proc/${pid}/stat 2>/dev/null | cut -d' ' -f${String(field)})`

const isOwner = (owner: string, token: string): string =>
  `[ "$(cat ${quote(owner)} 2>/dev/null)" = ${quote(token)} ]`

const fenced = (what: string): string => `{ echo ${quote(what)} >&2; exit ${String(fencedCode)}; }`

const notOwner = fenced('another run owns this host now')

const noteScript = (owner: string, token: string): string =>
  `printf '%s %s %s\\n' $$ "${statField('$$', 3)}" "${statField('$$', 20)}" >${quote(`${owner}.pid.${token}`)}`

const folderOf = (owner: string): string => quote(owner.slice(0, owner.lastIndexOf('/')))

const tombstone = (owner: string, token: string): string => quote(`${owner}.ended.${token}`)

/** Like `guard` and `seize`: noted before the tombstone is looked for, which `bar` puts first. */
export const renderBegin = ({ owner, token }: Of<'begin'>): string =>
  [
    `mkdir -p ${folderOf(owner)}`,
    noteScript(owner, token),
    `[ ! -e ${tombstone(owner, token)} ] || ${fenced('the run that sent this has ended')}`,
  ].join('\n')

/** A tombstone is kept for a day: longer than any script can have been on its way. */
export const renderBar = ({ owner, token }: Of<'bar'>): string =>
  [
    `mkdir -p ${folderOf(owner)}`,
    `: >${tombstone(owner, token)}`,
    endOldScripts(owner, token),
    `find ${folderOf(owner)} -name ${quote(`${owner.slice(owner.lastIndexOf('/') + 1)}.ended.*`)} -mmin +1440 -exec rm -f {} + 2>/dev/null || :`,
  ].join('\n')

/**
 * The pid is noted before the owner is read, and `seize` writes the owner before it reads the pids:
 * whichever comes first, an old script either sees that it is fenced or is found and ended. Every
 * token has a note of its own, so that a late script of an old run hides nobody else's.
 */
export const renderGuard = ({ owner, token }: Of<'guard'>): string =>
  [
    `[ -e ${quote(owner)} ] || ${notOwner}`,
    noteScript(owner, token),
    `${isOwner(owner, token)} || ${notOwner}`,
  ].join('\n')

export const renderHoldsLock = ({ journal, token }: Of<'holds-lock'>): string =>
  `grep -qF ${quote(`"token":"${token}"`)} ${quote(journal)} 2>/dev/null || ${fenced('the deploy lock is not ours any more')}`

/**
 * Ends the process groups of guarded scripts that still run, first politely. Where an SSH server gives
 * its sessions no group of their own, a group would be the server itself: then only the script ends.
 * No `--` before the group: dash and busybox take it for a process.
 */
const endOldScripts = (owner: string, token = ''): string =>
  [
    `mine="${statField('$$', 3)}"`,
    `for note in ${quote(`${owner}.pid.${token}`)}*; do`,
    `if [ -f "$note" ]; then`,
    'pid= group= born=',
    `read pid group born <"$note" || :`,
    `if [ -n "$born" ] && [ "$pid" != $$ ] && [ "${statField('$pid', 20)}" = "$born" ]; then`,
    'victim=-$group; [ "$group" != "$mine" ] || victim=$pid',
    `kill -TERM "$victim" 2>/dev/null || :`,
    'n=0',
    `while [ $n -lt 20 ] && [ "${statField('$pid', 20)}" = "$born" ]; do n=$((n+1)); sleep 0.1; done`,
    `kill -KILL "$victim" 2>/dev/null || :`,
    'fi',
    'rm -f "$note"',
    'fi',
    'done',
  ].join('\n')

/** A killed client's `kamal-proxy deploy` goes on inside the proxy's container; wait until it ended. */
const waitForProxy = (services: readonly string[], waitMs: number): string => {
  const names = services.map((service) => service.replace(/[^\w-]/g, '.')).join('|')
  const busy = `docker top kamal-proxy -eo pid,args 2>/dev/null | grep -qE ${quote(`kamal-proxy (deploy|remove) (${names})( |$)`)}`
  return [
    'n=0',
    `while ${busy}; do`,
    `n=$((n+1)); [ $n -lt ${String(Math.ceil(waitMs / 200))} ] || { echo 'a deploy of an earlier run is still going on in kamal-proxy' >&2; exit ${String(busyCode)}; }`,
    'sleep 0.2',
    'done',
  ].join('\n')
}

/** Said again by the same token it ends what that token said before: an answer may have been lost. */
export const renderSeize = ({ owner, token, services, waitMs }: Of<'seize'>): string => {
  const beside = quote(`${owner}.new.${token}`)
  return [
    `mkdir -p ${folderOf(owner)}`,
    // A seizing that could not be written down would leave the host to the run before.
    `{ printf %s ${quote(token)} >${beside} && mv -f ${beside} ${quote(owner)}; } || { rm -f ${beside}; exit 74; }`,
    endOldScripts(owner),
    ...(services.length === 0 ? [] : [waitForProxy(services, waitMs)]),
  ].join('\n')
}
