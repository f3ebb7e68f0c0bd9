import type { ScalarType } from './tree.ts'

// Ruby's Psych, which Kamal reads with, is YAML 1.1 with habits of its own: `y` stays text, `22:22`
// counts its first part as hours, commas are digits' separators. The patterns are those of
// psych/scalar_scanner.rb.
const plainlyText = /^[^\d.:-]?[\p{L}_\s!@#$%^&*(){}<>|/\\~;=]+/u
const time =
  /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/
const date = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/
const base60 = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}$/
const base60Float = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}\.[0-9_]*$/
const float = /^(?:[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?)$/
const integer =
  /^[-+]?(?:0b[01_,]+|0[0-7_,]+|(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|0x[0-9a-fA-F_,]+)$/

export interface Resolved {
  readonly type: ScalarType
  readonly text: string
}

const string = (text: string): Resolved => ({ type: 'string', text })

const word = (source: string): Resolved => {
  if (source === '~' || /^null$/i.test(source)) return { type: 'null', text: '' }
  if (/^(yes|true|on)$/i.test(source)) return { type: 'boolean', text: 'true' }
  if (/^(no|false|off)$/i.test(source)) return { type: 'boolean', text: 'false' }
  return string(source)
}

const isDay = (source: string): boolean => {
  const [year = 0, month = 0, day = 0] = source.split('-').map(Number)
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}

/** Ruby's `Float#to_s`: `1.0`, `1.0e-05`, `1.0e+16`. */
const floatText = (value: number): string => {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    const sign = exponent.startsWith('-') ? '-' : '+'
    return `${digits.includes('.') ? digits : `${digits}.0`}e${sign}${exponent.slice(1).padStart(2, '0')}`
  }
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('.') ? text : `${text}.0`
}

// Psych weighs the first part with 60^2 whether or not there are seconds: 12:30 is 45000.
const base60Value = (source: string): number =>
  source
    .split(':')
    .reduce((sum, part, index) => sum + Number(part.replaceAll('_', '')) * 60 ** (2 - index), 0)

const integerText = (source: string): string => {
  const digits = source.replaceAll(/[,_]/g, '')
  const sign = digits.startsWith('-') ? -1n : 1n
  const bare = digits.replace(/^[-+]/, '')
  return String(sign * BigInt(/^0[0-7]/.test(bare) ? `0o${bare.slice(1)}` : bare))
}

const number = (source: string): Resolved | undefined => {
  if (base60.test(source)) return { type: 'integer', text: String(base60Value(source)) }
  if (base60Float.test(source)) return { type: 'float', text: floatText(base60Value(source)) }
  if (float.test(source) && !/^[-+]?\.$/.test(source)) {
    if (/^[-+]?\.e/i.test(source)) return undefined
    return { type: 'float', text: floatText(Number(source.replaceAll(/[,_]/g, ''))) }
  }
  if (integer.test(source)) {
    return /^[-+]?0[bx][_,]+$/.test(source)
      ? undefined
      : { type: 'integer', text: integerText(source) }
  }
  return string(source)
}

/** `!!float 1`. */
export const asFloat = (resolved: Resolved | undefined): Resolved | undefined =>
  resolved?.type === 'integer'
    ? { type: 'float', text: floatText(Number(resolved.text)) }
    : resolved

/**
 * What a plain scalar of YAML means to Ruby; undefined of a number without digits (`0x_`, `.e+1`),
 * at which Ruby gives up.
 */
export const resolveScalar = (source: string): Resolved | undefined => {
  if (source === '') return { type: 'null', text: '' }
  if (plainlyText.test(source) || source.includes('\n')) {
    return source.length > 5 ? string(source) : word(source)
  }
  if (time.test(source)) return { type: 'time', text: source }
  if (date.test(source)) return isDay(source) ? { type: 'time', text: source } : string(source)
  if (/^\+?\.inf$/i.test(source)) return { type: 'float', text: 'Infinity' }
  if (/^-\.inf$/i.test(source)) return { type: 'float', text: '-Infinity' }
  if (/^\.nan$/i.test(source)) return { type: 'float', text: 'NaN' }
  if (/^:./.test(source)) {
    return { type: 'symbol', text: source.slice(1).replace(/^(["'])(.*)\1.*$/, '$2') }
  }
  return number(source)
}
