/**
 * Shorter values are not treated as secret: three letters occur in every log, and hiding them makes it
 * unreadable without protecting anything that could not be guessed.
 */
const shortest = 4
/** A piece of base64 this short could be a word. */
const shortestPiece = 6
const commonWords = /^(true|false|null|none|undefined|yes|no|on|off)$/i
/** The first and last line of a key are the same for everyone. */
const armour = /^-----(BEGIN|END) [A-Z0-9 ]+-----$/

const isSecret = (text: string): boolean =>
  text.trim().length >= shortest && !commonWords.test(text.trim()) && !armour.test(text.trim())

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_')

/**
 * What `bytes` look like inside the base64 of something longer (`user:password`): the characters that
 * they alone decide, for each of the three ways in which they can meet the groups of three bytes.
 */
const base64Inside = (bytes: Uint8Array): readonly string[] =>
  [0, 1, 2].map((before) => {
    const whole = base64(new Uint8Array([...new Uint8Array(before), ...bytes]))
    const first = Math.ceil((before * 8) / 6)
    return whole.slice(first, Math.floor(((before + bytes.length) * 8) / 6))
  })

/** Pieces of a long base64 text as `base64` and `openssl` break it into lines. */
const base64Lines = (whole: string): readonly string[] =>
  [76, 64].flatMap((width) =>
    whole.length > width ? (whole.match(new RegExp(`.{1,${width}}`, 'g')) ?? []) : [],
  )

const base64Forms = (text: string): readonly string[] => {
  const bytes = utf8(text)
  const whole = base64(bytes)
  const pieces = [...base64Inside(bytes), ...base64Lines(whole)]
  const standard = [
    ...[whole, whole.replace(/=+$/, '')],
    ...pieces.filter((piece) => piece.length >= shortestPiece),
  ]
  return [...standard, ...standard.map(urlSafe)]
}

const urlForms = (text: string): readonly string[] => {
  const loose = encodeURIComponent(text.toWellFormed())
  const strict = loose.replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const upper = [loose, strict, loose.replaceAll('%20', '+'), strict.replaceAll('%20', '+')]
  return [...upper, ...upper.map((form) => form.replace(/%../g, (code) => code.toLowerCase()))]
}

const unicode = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** As JSON is written by most, by Go (Docker) and by those who keep to ASCII. */
const jsonForms = (text: string): readonly string[] => {
  const plain = JSON.stringify(text).slice(1, -1)
  const go = plain.replace(/[<>&\u2028\u2029]/g, unicode)
  return [plain, go, go.replace(/[\u0080-\uffff]/g, unicode)]
}

const shellForms = (text: string): readonly string[] => [
  text.replaceAll("'", `'\\''`),
  text.replaceAll("'", `'"'"'`),
]

const written = (text: string): readonly string[] => [
  text,
  ...urlForms(text),
  ...jsonForms(text),
  ...shellForms(text),
]

/**
 * Every form in which one of `values` may turn up in a text, longest first: itself, each line of it,
 * and both of them URL-encoded, JSON-escaped and inside single quotes of a shell; itself in base64,
 * also inside a longer base64 text and broken into lines. Values of fewer than four characters,
 * booleans and the like, and the `-----BEGIN ...-----` lines of keys have no forms: see `shortest`.
 */
export const secretForms = (values: Iterable<string>): readonly string[] => {
  const forms = [...values].filter(isSecret).flatMap((value) => {
    const wholes = [value, value.trim()]
    const lines = value.split(/\r\n|\r|\n/).map((line) => line.trim())
    return [
      ...wholes.flatMap(base64Forms),
      ...[...wholes, ...lines.filter(isSecret)].flatMap(written),
    ]
  })
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}
