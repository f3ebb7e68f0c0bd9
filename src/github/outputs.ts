import { setOutput } from '@actions/core'

/**
 * Sets outputs of the step. `names` are those that its action.yml declares, so that setting another
 * one is a type error; what is undefined is left unset. Structures go as JSON text.
 */
export const setOutputs = <const Name extends string>(
  names: readonly Name[],
  values: Readonly<Partial<Record<NoInfer<Name>, string | undefined>>>,
): void => {
  for (const name of names) {
    const value = values[name]
    if (value !== undefined) setOutput(name, value)
  }
}
