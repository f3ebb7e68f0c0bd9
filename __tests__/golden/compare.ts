import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { Home } from '../host/shells.ts'
import type { Difference } from './differences.ts'

/** Splits a list into what another has as well, as often as that has it, and the rest. */
const split = (all: readonly string[], other: readonly string[]) => {
  const left = [...other]
  const has = all.map((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return { both: all.filter((_, at) => has[at]), only: all.filter((_, at) => !has[at]) }
}

/** Effects that only one of two has, and those of both in the order of each. */
export const compared = (kamal: readonly string[], ours: readonly string[]) => {
  const [theirs, own] = [split(kamal, ours), split(ours, kamal)]
  return {
    onlyKamal: theirs.only,
    onlyOurs: own.only,
    order: { kamal: theirs.both, ours: own.both },
  }
}

const isMade = (effect: string): boolean => effect.startsWith('container\n')

/** Kamal's order, but that every role's container is made before the first is switched or stopped. */
export const madeFirst = (kamal: readonly string[]): readonly string[] => {
  const from = kamal.findIndex((effect) =>
    effect.startsWith('exec kamal-proxy kamal-proxy deploy app-'),
  )
  const to = kamal.findLastIndex(isMade) + 1
  const between = kamal.slice(from, to)
  const later = between.filter((effect) => !isMade(effect))
  return [...kamal.slice(0, from), ...between.filter(isMade), ...later, ...kamal.slice(to)]
}

/** Every difference is one that is explained, and every explanation is needed. */
export const expectExplained = (
  { onlyKamal, onlyOurs }: Pick<ReturnType<typeof compared>, 'onlyKamal' | 'onlyOurs'>,
  differences: readonly Difference[],
): void => {
  expect({ kamal: onlyKamal.toSorted(), ours: onlyOurs.toSorted() }).toEqual({
    kamal: differences.flatMap(({ kamal }) => kamal).toSorted(),
    ours: differences.flatMap(({ ours }) => ours).toSorted(),
  })
}

/** Lines of the audit log without their times: ours ends with another second than it begins. */
export const audited = (home: Home, file: string): readonly string[] =>
  home
    .text(file)
    .split('\n')
    .map((line) => line.replace(/^\[[^\]]*\]/, '[time]'))

/** Every file and folder below some folders, with its mode and what is in it; our records closed. */
export const filesIn = (home: Home, folders: readonly string[]): readonly string[] =>
  folders
    .flatMap((folder) => [
      folder,
      ...readdirSync(join(home.path, folder), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name}`,
      ),
    ])
    .filter((path) => !path.includes('/seaworthy/'))
    .toSorted()
    .map((path) => {
      const found = statSync(join(home.path, path))
      const mode = (found.mode & 0o777).toString(8)
      return found.isDirectory() ? `${path}/ ${mode}` : `${path} ${mode} ${home.text(path)}`
    })
