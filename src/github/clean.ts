/**
 * A line that the runner does not take for a command. It knows two kinds [actions/runner,
 * ActionCommand.cs]: `::name::` at the start, after white space, and `##[name]` anywhere.
 */
export const defused = (line: string): string =>
  line.replaceAll('##[', '## [').replace(/^([^\x21-\x7e]*):(?=:)/, '$1: ')
