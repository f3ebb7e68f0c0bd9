import { describe, expect, test } from '@jest/globals'
import { createStepLog } from '../../lab/kit/step-log.ts'

const shown = (...lines: readonly string[]) => {
  const log = createStepLog()
  return { log, lines: lines.map(log.take) }
}

describe('annotations', () => {
  test('are read with their place, unescaped', () => {
    const { log } = shown(
      '::error title=config-invalid,file=config/deploy.yml,line=3,col=5::one%0Atwo 100%25',
      '  ::warning::careful',
      'text ##[notice title=a%2C b]old%0Dform',
    )
    expect(log.annotations).toEqual([
      {
        kind: 'error',
        message: 'one\ntwo 100%',
        title: 'config-invalid',
        file: 'config/deploy.yml',
        line: 3,
        col: 5,
      },
      { kind: 'warning', message: 'careful' },
      { kind: 'notice', message: 'old\rform', title: 'a, b' },
    ])
  })

  test('do not come of text that only looks like them', () => {
    const { log } = shown('see ::error::no', ':: error::no', '::errors::no', '::error')
    expect(log.annotations).toEqual([])
  })
})

describe('masks', () => {
  test('hide a value and each of its lines from then on, and are not shown themselves', () => {
    const { log, lines } = shown('s3cret', '::add-mask::s3cret%0Amore', 'a s3cret, more', 'other')
    expect(lines).toEqual(['s3cret', undefined, 'a ***, ***', 'other'])
    expect(log.masks).toEqual(['s3cret\nmore'])
  })

  test('do not hide encodings: that is what an action must do itself', () => {
    const base64 = Buffer.from('s3cret').toString('base64')
    expect(shown('::add-mask::s3cret', base64).lines[1]).toBe(base64)
  })

  test('that are blank hide nothing', () => {
    expect(shown('::add-mask:: ', 'a b').lines[1]).toBe('a b')
  })
})

describe('stop-commands', () => {
  test('makes text of all commands up to its token', () => {
    const { log, lines } = shown(
      '::stop-commands::t0ken',
      '::error::from a host',
      '::add-mask::word',
      'a word',
      '::T0KEN::',
      '::error::ours',
    )
    expect(log.annotations.map(({ message }) => message)).toEqual(['ours'])
    expect(lines.slice(1, 4)).toEqual(['::error::from a host', '::add-mask::word', 'a word'])
  })

  test('ends with the phase', () => {
    const { log } = shown('::stop-commands::t0ken')
    log.nextPhase()
    log.take('::error::post')
    expect(log.annotations).toHaveLength(1)
  })
})
