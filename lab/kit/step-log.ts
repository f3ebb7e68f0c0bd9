export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly title?: string
  readonly file?: string
  readonly line?: number
  readonly col?: number
}

/** What the runner makes of the lines that a step prints. */
export interface StepLog {
  /** Takes a line; returns it as the runner shows it, or undefined when it does not. */
  readonly take: (line: string) => string | undefined
  readonly addMask: (value: string) => void
  /** Another phase begins: commands that were stopped are heard again. */
  readonly nextPhase: () => void
  readonly annotations: readonly Annotation[]
  /** As given to `add-mask`. */
  readonly masks: readonly string[]
}

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** Commands that the runner knows [actions/runner, ActionCommandManager.cs]; others are mere text. */
const known = [
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group'],
  ...['internal-set-repo-path', 'notice', 'remove-matcher', 'save-state', 'set-env', 'set-output'],
  ...['stop-commands', 'warning'],
]

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
const unescapeProperty = (text: string): string =>
  unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))

const propertiesOf = (text: string, between: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(between)
      .map((pair) => /^\s*([^=]+)=(.*)$/s.exec(pair))
      .flatMap((found) =>
        found === null ? [] : [[found[1] ?? '', unescapeProperty(found[2] ?? '')] as const],
      ),
  )

const commandOf = (line: string, names: readonly string[]): Command | undefined => {
  // `::name properties::data` at the start, `##[name properties]data` anywhere.
  const modern = /^::([^ ]*?)(?: (.*?))?::(.*)$/s.exec(line.trimStart())
  const legacy = /##\[([^ \]]*)(?: ([^\]]*))?\](.*)$/s.exec(line)
  for (const [found, between] of [[modern, ','] as const, [legacy, ';'] as const]) {
    const [, name = '', properties = '', data = ''] = found ?? []
    if (names.includes(name.toLowerCase()))
      return {
        name: name.toLowerCase(),
        properties: propertiesOf(properties, between),
        data: unescapeData(data),
      }
  }
  return undefined
}

const isAnnotation = (name: string): name is Annotation['kind'] =>
  name === 'error' || name === 'warning' || name === 'notice'

const annotationOf = (kind: Annotation['kind'], { properties, data }: Command): Annotation => {
  const { title, file, line, col } = properties
  return {
    kind,
    message: data,
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(col === undefined ? {} : { col: Number(col) }),
  }
}

/** The runner knows a value that was masked, and each of its lines; nothing shorter is hidden. */
const linesOf = (value: string): readonly string[] =>
  value
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter(Boolean)

/**
 * The log of one job as the runner keeps it: commands are carried out as far as a test can see them,
 * `stop-commands` is obeyed, and what was masked is hidden from then on. The runner also hides some
 * encodings of it; this one does not, so that an action can't rely on that.
 */
export const createStepLog = (): StepLog => {
  const annotations: Annotation[] = []
  const masks: string[] = []
  const hidden = new Set<string>()
  let stopToken: string | undefined
  const addMask = (value: string): void => {
    for (const line of [value, ...linesOf(value)]) if (line.trim() !== '') hidden.add(line)
  }
  const masked = (line: string): string =>
    [...hidden]
      .toSorted((a, b) => b.length - a.length)
      .reduce((text, value) => text.replaceAll(value, '***'), line)
  const carryOut = (command: Command): void => {
    if (command.name === stopToken) stopToken = undefined
    else if (command.name === 'stop-commands') stopToken = command.data.toLowerCase()
    else if (isAnnotation(command.name)) annotations.push(annotationOf(command.name, command))
    else if (command.name === 'add-mask') {
      masks.push(command.data)
      addMask(command.data)
    }
  }
  const take = (line: string): string | undefined => {
    const command = commandOf(line, stopToken === undefined ? known : [stopToken])
    if (command !== undefined) carryOut(command)
    return command?.name === 'add-mask' ? undefined : masked(line)
  }
  return {
    take,
    addMask,
    nextPhase: () => void (stopToken = undefined),
    annotations,
    masks,
  }
}
