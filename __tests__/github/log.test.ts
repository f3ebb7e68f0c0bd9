import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createLog, type Log } from '../../src/github/log.ts'
import { redactor } from '../../src/github/redact.ts'
import { captured, runnerView, type RunnerView } from '../support/runner.ts'

const redact = redactor(['hunter22'])
const printed = (act: (log: Log) => void): RunnerView & { readonly raw: string } => {
  const raw = captured(() => act(createLog(redact)))
  return { raw, ...runnerView(raw) }
}

const hostile = [
  '::error::pwned',
  '  ::error file=a.rb,line=1::pwned',
  '\t\u00a0::set-output name=digest::evil',
  '::add-mask::a',
  '::stop-commands::x',
  '::x::',
  '::group::quiet',
  '##[command]rm -rf /',
  'text ##[error]pwned',
  '##[set-env name=PATH]/evil',
  'progress\r::error::after a carriage return',
  'progress\r\n::warning::after both',
  'a\u2028::notice::after a line separator',
  '\u001b[31m::error::in red\u001b[0m',
  '\u001b]0;title\u0007::error::after a title',
  ':\u0000:error::with a NUL between',
  ':\u00ad:error::with a soft hyphen between',
  '\u200b::error::behind a zero-width space',
  '\ufeff::error::behind a byte order mark',
  '#\u200d#[error]pwned',
  '%0A::error::pwned',
  '::add-\u001b[0mmask::b',
].join('\n')

describe('what a host printed is no command', () => {
  test.each([
    ['as a block', (log: Log) => log.hostText(hostile)],
    ['in our own lines', (log: Log) => log.info(hostile)],
    ['line by line', (log: Log) => hostile.split('\n').forEach((line) => log.info(line))],
  ])('%s', (_, act) => {
    const { commands, shown, raw } = printed(act)
    expect(commands).toEqual([])
    expect(shown.join('\n')).not.toContain('##[')
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    expect(raw).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\ufeff]/)
  })

  test.each([
    ['a group title', (log: Log) => log.group(hostile), 'group'],
    ['a notice', (log: Log) => log.notice(hostile), 'notice'],
    ['a warning', (log: Log) => log.warning(hostile, { title: hostile, file: hostile }), 'warning'],
    ['an error', (log: Log) => log.error('text', { title: hostile }), 'error'],
    ['a debug line', (log: Log) => log.debug(hostile), 'debug'],
  ])('in %s it stays data of that one command', (_, act, name) => {
    const { commands } = printed(act)
    expect(commands).toHaveLength(1)
    expect(commands[0]).toMatch(new RegExp(`^::${name}( [^\\n]*)?::`))
  })

  test('in any mixture', () => {
    const piece = fc.oneof(
      fc.constantFrom(...hostile.split('\n'), '::', ':', '##[', '#', '[', ']', '\r', '\n', ' '),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (mixture) => {
        expect(printed((log) => log.info(mixture)).commands).toEqual([])
        expect(printed((log) => log.hostText(mixture)).commands).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  test('the word that allows commands again is new for every block', () => {
    const { raw } = printed((log) => {
      log.hostText('a')
      log.hostText('b')
    })
    const tokens = [...raw.matchAll(/^::stop-commands::([0-9a-f]{32})$/gm)].map(
      ([, token]) => token,
    )
    expect(new Set(tokens).size).toBe(2)
  })

  test('harmless text stays as it was', () => {
    const text = 'Foo::Bar at [::1]:3000\n\tindented # comment\n100 % of "übung" 🚢'
    expect(
      printed((log) => log.info(text))
        .shown.join('\n')
        .trimEnd(),
    ).toBe(text)
    expect(
      printed((log) => log.hostText(text))
        .shown.join('\n')
        .trimEnd(),
    ).toBe(text)
  })
})

describe('secrets are redacted', () => {
  test.each([
    ['info', (log: Log) => log.info('a hunter22 b')],
    ['debug', (log: Log) => log.debug('a hunter22 b')],
    ['group', (log: Log) => log.group('a hunter22 b')],
    ['host text', (log: Log) => log.hostText('a hunter22 b')],
    ['host text with colours inside', (log: Log) => log.hostText('hun\u001b[1mter22')],
    ['annotation', (log: Log) => log.error('hunter22', { title: 'hunter22', file: 'hunter22' })],
  ])('in %s', (_, act) => {
    const { raw } = printed(act)
    expect(raw).toContain('***')
    expect(raw).not.toContain('hunter22')
  })
})

describe('annotations', () => {
  test('point to a place', () => {
    const place = { title: 'config-invalid', file: 'config/deploy.yml', line: 3, col: 7 }
    expect(printed((log) => log.error('two\nlines', place)).raw).toBe(
      '::error title=config-invalid,file=config/deploy.yml,line=3,col=7::two%0Alines\n',
    )
  })

  test('the runner drops the eleventh, so it is printed as a line, and the tenth says so', () => {
    const { commands, shown } = printed((log) => {
      for (let n = 1; n <= 12; n += 1) log.warning(`::w${n}`, { file: 'a.yml', line: n })
      log.error('another kind')
    })
    expect(commands).toHaveLength(11)
    expect(commands[9]).toContain('::w10%0AFurther warnings are in the log only.')
    expect(shown.slice(0, 2)).toEqual(['warning: ::w11 (a.yml:11)', 'warning: ::w12 (a.yml:12)'])
  })

  test('are cut before the runner cuts them', () => {
    const { raw } = printed((log) => log.error('x'.repeat(9000)))
    expect(raw.length).toBeLessThan(4096)
  })
})
