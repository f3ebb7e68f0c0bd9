import { jest } from '@jest/globals'

/** What the runner makes of a step's output: commands it would carry out, and lines it would show. */
export interface RunnerView {
  readonly commands: readonly string[]
  readonly shown: readonly string[]
}

/** `::name properties::data` after white space [actions/runner, ActionCommand.TryParseV2]. */
const modern = (line: string): string | undefined => /^::(.*?)::/.exec(line.trimStart())?.[1]
/** `##[name properties]data` anywhere in the line [actions/runner, ActionCommand.TryParse]. */
const legacy = (line: string): string | undefined => /##\[(.*?)\]/.exec(line)?.[1]

/**
 * Reads `output` as the runner does: lines end at CR, LF or both; after `stop-commands` nothing but
 * its token is a command. The runner knows a fixed set of names; this one takes every name for known.
 */
export const runnerView = (output: string): RunnerView => {
  const commands: string[] = []
  const shown: string[] = []
  let stopToken: string | undefined
  for (const line of output.split(/\r\n|\r|\n/)) {
    const command = modern(line) ?? legacy(line)
    if (stopToken !== undefined) {
      if (command === stopToken) stopToken = undefined
      else shown.push(line)
    } else if (command === undefined) shown.push(line)
    else if (command === 'stop-commands')
      stopToken = line.trimStart().slice('::stop-commands::'.length)
    else commands.push(line.trimStart())
  }
  return { commands, shown }
}

/** Everything that `act` writes to stdout. */
export const captured = (act: () => void): string => {
  const chunks: string[] = []
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    chunks.push(String(chunk))
    return true
  })
  try {
    act()
  } finally {
    write.mockRestore()
  }
  return chunks.join('')
}
