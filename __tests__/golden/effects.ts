import type { Home } from '../host/shells.ts'

/** Flags of Docker that are followed by a value in the next word. */
const flagsOf = (words: readonly string[]): readonly string[] => {
  const flags: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const [flag = '', value = ''] = words.slice(at, at + 2)
    const alone = flag.includes('=') || value.startsWith('--') || value === ''
    flags.push(alone ? flag : `${flag} ${value}`)
    if (!alone) at += 1
  }
  return flags
}

const random = /^--hostname .*-(?:HEX|[0-9a-f]{12})$/

/** A container that is made: its name, its flags in the alphabet's order, its image and command. */
const made = (words: readonly string[]): string => {
  const image = words.findIndex((word) => /^(ghcr\.io\/|basecamp\/|postgres:)/.test(word))
  const flags = flagsOf(words.slice(1, image))
    .filter((flag) => flag !== '--detach')
    .filter((flag) => !flag.startsWith('--label seaworthy.'))
    .map((flag) => (random.test(flag) ? flag.replace(/[^-]*$/, 'HEX') : flag))
    // It is staged under a name of its own until the rollout ends.
    .map((flag) => flag.replace(/(?<=^--env-file .*\.env)\.bbb$/, ''))
  // Of flags that are repeated the order counts.
  const sorted = flags.toSorted((a, b) => (a.split(' ')[0]! < b.split(' ')[0]! ? -1 : 1))
  return ['container', ...sorted, ...words.slice(image)].join('\n  ')
}

/** What one call of docker does; undefined where it only asks. */
const effectOf = (words: readonly string[]): string | undefined => {
  const [verb = '', object = ''] = words
  if (verb === 'create' || verb === 'run') return made(words)
  if (
    ['-v', 'ps', 'inspect', 'info', 'top'].includes(verb) ||
    object === 'ls' ||
    object === 'inspect'
  )
    return undefined
  if (verb === 'stop')
    return `stop ${words
      .slice(1)
      .join(' ')
      .replace(/app-(.*-)?(?=aaa$)/, '')}`
  if (verb === 'start') return verb
  return words.join(' ').replace(/@sha256:\w+/g, '@DIGEST')
}

/** All that was done to a host with docker, in order. */
export const effects = (home: Home): readonly string[] =>
  home.dockerCalls().flatMap((words) => {
    const effect = effectOf(words.map((word) => word.replaceAll(home.path, '~')))
    return effect === undefined ? [] : [effect]
  })
