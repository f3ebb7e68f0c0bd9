import { getInput } from '@actions/core'
import { SeaworthyError } from '../base/error.ts'
import { parseBoolean, parseChoice, parseDuration, parseList, type Parsed } from './parse-input.ts'

/**
 * Readers for the inputs that an action declares. `required` in action.yml is not enforced by the
 * runner, and defaults live in action.yml alone: here an input without a value is a wrong one, except
 * for the `optional` readers and `list`. A reader never throws: it notes what is wrong and answers
 * with a stand-in that nobody gets to see.
 */
export interface Inputs<Name extends string> {
  /** Trimmed and not empty. */
  text(name: Name): string
  optionalText(name: Name): string | undefined
  /** Word for word: a private key needs its last newline. Undefined when blank. */
  exactText(name: Name): string | undefined
  /** One entry per line or between commas, `#` comments. Empty when the input is. */
  list(name: Name): readonly string[]
  /** In milliseconds; at most `mostMs`, which is a day. */
  duration(name: Name, mostMs?: number): number
  /** In milliseconds. */
  optionalDuration(name: Name): number | undefined
  boolean(name: Name): boolean
  choice<Choice extends string>(name: Name, choices: readonly [Choice, ...Choice[]]): Choice
  /** Notes a fault that only the action can see. `wrong` goes on from the name: `must be ...`. */
  refuse(name: Name, wrong: string): void
}

/** The readers for `inputNames` of an action's contract.ts: `InputsOf<typeof inputNames>`. */
export type InputsOf<Names extends readonly string[]> = Inputs<Names[number]>

const readersOf = <Name extends string>(faults: string[]): Inputs<Name> => {
  const refuse = (name: Name, wrong: string) => faults.push(`Input ${name} ${wrong}.`)
  const raw = (name: Name): string => getInput(name, { trimWhitespace: false })
  const optionalText = (name: Name): string | undefined => raw(name).trim() || undefined
  const text = (name: Name): string => {
    const value = optionalText(name)
    if (value === undefined) refuse(name, 'is missing')
    return value ?? ''
  }
  const parsed = <T>(name: Name, parse: (text: string) => Parsed<T>, standIn: T): T => {
    const value = text(name)
    if (value === '') return standIn
    const result = parse(value)
    if ('value' in result) return result.value
    refuse(name, result.wrong)
    return standIn
  }
  const duration = (name: Name, mostMs?: number): number =>
    parsed(name, (value) => parseDuration(value, mostMs), 0)
  return {
    text,
    optionalText,
    exactText: (name) => (optionalText(name) === undefined ? undefined : raw(name)),
    list: (name) => parseList(raw(name)),
    duration,
    optionalDuration: (name) => (optionalText(name) === undefined ? undefined : duration(name)),
    boolean: (name) => parsed(name, parseBoolean, false),
    choice: (name, choices) => parsed(name, (value) => parseChoice(value, choices), choices[0]),
    refuse: (name, wrong) => void refuse(name, wrong),
  }
}

const wrongInputs = (faults: readonly string[]): SeaworthyError => {
  const [first = '', ...others] = faults
  return others.length === 0
    ? new SeaworthyError('input-invalid', first)
    : new SeaworthyError('input-invalid', `${faults.length} inputs are wrong.`, {
        evidence: faults,
      })
}

/** Inputs, and what is wrong with them: where something is, stand-ins are among them. */
export interface Reading<T> {
  readonly inputs: T
  readonly error: SeaworthyError | undefined
}

/** Reads inputs for a step that goes on to look for other mistakes, to tell them all at once. */
export const inspectInputs = <const Name extends string, T>(
  names: readonly Name[],
  read: (inputs: Inputs<Name>) => T,
): Reading<T> => {
  const faults: string[] = []
  const inputs = read(readersOf<(typeof names)[number]>(faults))
  // Two readers may have asked for one input.
  return { inputs, error: faults.length > 0 ? wrongInputs([...new Set(faults)]) : undefined }
}

/**
 * Reads an action's inputs into one typed object. `names` are those that its action.yml declares, so
 * that reading another one is a type error. `read` only reads; checks across inputs use `refuse`.
 * @throws SeaworthyError `input-invalid` that names every wrong input at once.
 */
export const readInputs = <const Name extends string, T>(
  names: readonly Name[],
  read: (inputs: Inputs<Name>) => T,
): T => {
  const { inputs, error } = inspectInputs(names, read)
  if (error !== undefined) throw error
  return inputs
}
