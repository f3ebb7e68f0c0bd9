import type { Name } from '../facts.ts'

/** `name` as an identifier in SQL, whatever it holds. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** `"schema"."name"`. */
export const qualified = ({ schema, name }: Name): string =>
  `${identifier(schema)}.${identifier(name)}`

/** `text` as a string in SQL, whatever it holds and whatever `standard_conforming_strings` says. */
export const literal = (text: string): string => {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

const plain = /^[a-z_][a-z0-9_]*$/

/** A name for people: quoted only where it is not an everyday one, and always on one line. */
export const label = ({ schema, name }: Name): string =>
  [schema, name].map((part) => (plain.test(part) ? part : JSON.stringify(part))).join('.')
