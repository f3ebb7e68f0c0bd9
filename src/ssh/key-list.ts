import { SeaworthyError } from '../base/error.ts'
import { readPrivateKey, type PrivateKey } from './keys.ts'

const armoured =
  /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|(?=-----BEGIN )|$)/g

/** What may stand between keys: blanks, quotes and commas of a list, newlines spelled out, comments. */
const filler = /^(?:[\s"'`,[\]]|\\+[nr]|\uFEFF|(?<=^|\n)\s*#[^\n]*)*$/

/** Each key of a text, and whatever else is in it: a public key among them must not go unnoticed. */
const pieces = (text: string): readonly string[] => {
  const keys = [...text.matchAll(armoured)]
  if (keys.length < 2) return [text]
  const ends = keys.map((key) => key.index + key[0].length)
  const between = [0, ...ends].map((from, at) => text.slice(from, keys[at]?.index))
  return between.flatMap((rest, at) => [
    ...(filler.test(rest) ? [] : [rest]),
    ...(keys[at] === undefined ? [] : [keys[at][0]]),
  ])
}

type Read = { readonly key: PrivateKey } | { readonly wrong: SeaworthyError }

const read = (text: string, passphrase: string | undefined): Read => {
  try {
    return { key: readPrivateKey(text, passphrase) }
  } catch (error) {
    if (error instanceof SeaworthyError) return { wrong: error }
    throw error
  }
}

/**
 * Reads one private key or several behind each other, each as {@link readPrivateKey} does; the same
 * passphrase opens all that have one. A key that is there twice is read once.
 * Throws `key-unusable` that tells of every one that can't be used.
 */
export const readPrivateKeys = (text: string, passphrase?: string): readonly PrivateKey[] => {
  const results = pieces(text).map((piece) => read(piece, passphrase))
  const wrong = results.flatMap((result, at) =>
    'wrong' in result ? [{ at: at + 1, error: result.wrong }] : [],
  )
  const [first] = wrong
  if (first !== undefined && results.length === 1) throw first.error
  if (first !== undefined)
    throw new SeaworthyError(
      'key-unusable',
      `Of ${results.length} private keys, ${wrong.length} can't be used.`,
      {
        evidence: wrong.map(({ at, error }) => `key ${at}: ${error.message}`),
        hint: [...new Set(wrong.map(({ error }) => error.hint ?? ''))].join('\n'),
      },
    )
  const keys = results.flatMap((result) => ('key' in result ? [result.key] : []))
  return [...new Map(keys.map((key) => [key.fingerprint, key])).values()]
}
