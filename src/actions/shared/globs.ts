/**
 * Names with `*` for anything, as Kamal's `--hosts` and `--roles` take them (`lib/kamal/utils.rb`), as the
 * names that they stand for. What stands for none stays as it is, to be told about.
 */
export const expandGlobs = (
  given: readonly string[],
  known: readonly string[],
): readonly string[] => [
  ...new Set(
    given.flatMap((name) => {
      const found = known.filter((candidate) => matches(name, candidate))
      return found.length > 0 ? found : [name]
    }),
  ),
]

const matches = (glob: string, name: string): boolean => {
  const parts = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(name)
}
