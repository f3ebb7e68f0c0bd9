/** Not for a client: the C library must stay the machine's own, and Perl is for Debian's wrapper. */
const unwanted = /^lib(?:c6|c-|crypt1|perl|gdbm|db5)|-(?:dev|perl|dbg|bin|doc)$/

/**
 * The packages of a client among those that apt would install here, as `NAME=VERSION`: the programs, and
 * the libraries that this machine lacks or has in an older version.
 */
export const packagesOf = (major: number, simulated: string): readonly string[] =>
  [...simulated.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+) /gm)]
    .map(([, name = '', version = '']) => ({ name, version }))
    .filter(
      ({ name }) =>
        name === `postgresql-client-${major}` || (name.startsWith('lib') && !unwanted.test(name)),
    )
    .map(({ name, version }) => `${name}=${version}`)

/** What apt complains of: its errors, warnings and refused lists, without what went well. */
export const complaintsOf = (said: string): readonly string[] =>
  said
    .split('\n')
    .filter((line) => /^(?:E|W|Err):/.test(line))
    .slice(-6)
