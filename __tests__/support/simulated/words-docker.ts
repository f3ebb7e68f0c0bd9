import { unlabelledCode } from '../../../src/host/render-word.ts'
import type { ShellArg, Word } from '../../../src/host/word.ts'
import { tagImage } from './docker.ts'
import {
  begin,
  createContainer,
  discard,
  end,
  find,
  imageOf,
  type Container,
  type Machine,
} from './machine.ts'
import { deploy, type Said } from './proxy.ts'

type Of<K extends Word['word']> = Extract<Word, { word: K }>

export type DockerWord = Of<
  | 'create'
  | 'rename'
  | 'start'
  | 'stop'
  | 'begin-stop'
  | 'discard'
  | 'tag'
  | 'require-label'
  | 'boot-proxy'
  | 'switch'
  | 'prune-containers'
  | 'prune-images'
>

const ok: Said = { code: 0, stderr: '' }
const refused = (text: string): Said => ({
  code: 1,
  stderr: `Error response from daemon: ${text}\n`,
})

const conflictOf = (name: string, id: string): string =>
  `Conflict. The container name "/${name}" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`

/** `--label key="value"` and its like, taken apart. */
const flagValues = (args: readonly ShellArg[], flag: string): readonly string[] =>
  args.flatMap((arg) => {
    const text = typeof arg === 'string' ? '' : arg.raw
    return text.startsWith(`--${flag} `) ? [text.slice(flag.length + 3)] : []
  })

const labelsOf = (args: readonly ShellArg[]): Record<string, string> =>
  Object.fromEntries(
    flagValues(args, 'label').map((label) => {
      const [, key = '', value = ''] = /^([^=]+)(?:="(.*)")?$/.exec(label) ?? []
      return [key, value]
    }),
  )

/** A health check by `true` or `false`. */
const checkOf = (args: readonly ShellArg[]): Container['check'] => {
  const [command] = flagValues(args, 'health-cmd')
  if (command === undefined) return undefined
  const number = (flag: string, otherwise: string): number =>
    Number.parseInt(flagValues(args, flag)[0] ?? otherwise, 10)
  const passes = command === 'true'
  const intervalMs = number('health-interval', '30') * 1000
  return { passes, afterMs: intervalMs * (passes ? 1 : number('health-retries', '3')) }
}

const create = (
  machine: Machine,
  { name, args, as }: Of<'create'>,
  values: Record<string, string>,
): Said => {
  const there = find(machine, name)
  if (there?.name === name) return refused(conflictOf(name, there.id))
  const image = args.find((arg) => typeof arg === 'string') ?? ''
  if (machine.full) return refused('no space left on device')
  if (imageOf(machine, image) === undefined) return refused(`No such image: ${image}`)
  const [envFile = ''] = flagValues(args, 'env-file')
  if (!machine.files.has(envFile))
    return {
      code: 125,
      stderr: `docker: open ${envFile}: no such file or directory.\nSee 'docker create --help'.\n`,
    }
  const [restart = 'no'] = flagValues(args, 'restart')
  const { id } = createContainer(machine, {
    name,
    image,
    labels: labelsOf(args),
    restart,
    check: checkOf(args),
  })
  if (as !== undefined) values[as] = id
  return ok
}

const byName = (machine: Machine, name: string): Container | undefined =>
  machine.containers.find((container) => container.name === name)

const rename = (machine: Machine, word: Of<'rename'>): Said => {
  const container = byName(machine, word.from)
  if (container === undefined) return ok
  const there = byName(machine, word.to)
  if (there !== undefined)
    return refused(
      `Error when allocating new name: ${conflictOf(word.to, there.id)}\nError: failed to rename container named ${word.from}`,
    )
  container.name = word.to
  return ok
}

const start = (machine: Machine, word: Of<'start'>): Said => {
  const container = find(machine, word.container)
  if (container === undefined)
    return refused(
      `No such container: ${word.container}\nError: failed to start containers: ${word.container}`,
    )
  if (container.state === 'running') return ok
  if (machine.full) return refused('no space left on device')
  begin(machine, container)
  return ok
}

const isUp = ({ state }: Container): boolean => state === 'running'

/** An app of ours ends within 50 ms of the signal. */
const stop = async (machine: Machine, word: Of<'stop' | 'begin-stop'>): Promise<Said> => {
  const container = byName(machine, word.container)
  if (container?.state === 'restarting') Object.assign(container, { state: 'exited', exitCode: 0 })
  if (container?.state !== 'running') return ok
  const { app, startedAt } = container
  const isStubborn = app?.kind === 'healthy' && app.stubborn === true
  await machine.world.clock.sleep(isStubborn ? 1000 * (word.timeSeconds ?? 10) : 50)
  if (isUp(container) && container.startedAt === startedAt)
    end(machine, container, isStubborn ? 137 : 0)
  return ok
}

const bootProxy = (machine: Machine): Said => {
  const there = byName(machine, 'kamal-proxy')
  const container =
    there ??
    createContainer(machine, {
      name: 'kamal-proxy',
      image: 'basecamp/kamal-proxy:v0.9.2',
      labels: {},
      restart: 'unless-stopped',
    })
  if (container.state !== 'running') begin(machine, container)
  return ok
}

const pruneContainers = (machine: Machine, word: Of<'prune-containers'>): Said => {
  const stopped = machine.containers
    .filter(({ labels, state }) => labels['service'] === word.service && state !== 'running')
    .filter(({ labels }) => labels['destination'] === (word.destination ?? ''))
    .filter(({ state }) => state !== 'restarting')
  for (const container of stopped.slice(0, Math.max(0, stopped.length - word.retain)))
    discard(machine, container)
  return ok
}

const pruneImages = (machine: Machine, { service, repository }: Of<'prune-images'>): Said => {
  const isKept = (tag: string) => /^latest(-|$)/.test(tag.slice(repository.length + 1))
  const used = new Set(machine.containers.map(({ image }) => image))
  for (const image of machine.images.filter(({ labels }) => labels['service'] === service)) {
    for (const tag of image.tags)
      if (tag.startsWith(`${repository}:`) && !isKept(tag) && !used.has(tag)) image.tags.delete(tag)
    const inUse = machine.containers.some(({ imageId }) => imageId === image.id)
    if (image.tags.size === 0 && !inUse) machine.images.splice(machine.images.indexOf(image), 1)
  }
  return ok
}

const requireLabel = (machine: Machine, word: Of<'require-label'>): Said => {
  const image = imageOf(machine, word.image)
  if (image?.labels[word.label] === word.value) return ok
  const { stderr } = refused(`No such image: ${word.image}`)
  return { code: unlabelledCode, stderr: image === undefined ? stderr : '' }
}

/** Carries out a word that the docker command line carries out on a real host. */
export const sayContainer = (
  machine: Machine,
  word: DockerWord,
  values: Record<string, string>,
): Said | Promise<Said> => {
  switch (word.word) {
    case 'create':
      return create(machine, word, values)
    case 'rename':
      return rename(machine, word)
    case 'start':
      return start(machine, word)
    case 'stop':
      return stop(machine, word)
    case 'begin-stop':
      // It goes on in Docker, whatever becomes of the script.
      void stop(machine, word)
      return ok
    case 'discard': {
      const container = byName(machine, word.container)
      if (container !== undefined) discard(machine, container)
      return ok
    }
    case 'tag':
      return tagImage(machine, word.image, word.as) ? ok : refused(`No such image: ${word.image}`)
    case 'require-label':
      return requireLabel(machine, word)
    case 'boot-proxy':
      return bootProxy(machine)
    case 'switch': {
      const container = byName(machine, word.container)
      if (container === undefined) return { code: 1, stderr: `no container ${word.container}\n` }
      const target = `${container.id.slice(0, 12)}:${String(word.port)}`
      return deploy(machine, word.service, [target], word.flags)
    }
    case 'prune-containers':
      return pruneContainers(machine, word)
    case 'prune-images':
      return pruneImages(machine, word)
  }
}
