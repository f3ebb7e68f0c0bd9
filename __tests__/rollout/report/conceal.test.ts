import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { registryAuth } from '../../../src/host/docker.ts'
import type { Command } from '../../../src/host/port.ts'
import type { Word } from '../../../src/host/word.ts'
import { conceal } from '../../../src/rollout/report/conceal.ts'
import { planJson } from '../../../src/rollout/report/plan-json.ts'
import { printPlan } from '../../../src/rollout/report/print-plan.ts'
import { fleetOf, planFor, shop } from './fixtures.ts'
import { asText } from './show.ts'

const written = (word: Word): Word | undefined => {
  const command: Command = {
    kind: 'script',
    title: 't',
    words: [word],
    changes: true,
    timeoutMs: 1,
  }
  const concealed = conceal(command)
  return concealed.kind === 'script' ? concealed.words[0] : undefined
}

describe('what is concealed', () => {
  const env = '.kamal/apps/shop/env/roles/web.env'
  test.each([
    ['an environment file', env, '600', 'A=1\nB_2=x=y\n', '<2 secrets: A, B_2>'],
    ['whatever its mode', env, '644', 'A=1\n', '<1 secret: A>'],
    ['any other file for nobody else', '.netrc', '600', 'login x\npassword y\n', '<2 secrets>'],
    ['names, where one line is none', env, '600', 'A=1\nsome rest\n', '<2 secrets>'],
    [
      'a private key',
      '.kamal/apps/s/seaworthy/web/staged/tls-web/key.pem',
      '600',
      '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n',
      '<a private key>',
    ],
    ['nothing', env, '600', '\n', '<0 secrets>'],
  ])('%s', (_, path, mode, text, shown) => {
    expect(written({ word: 'write', path, mode, text })).toEqual({
      word: 'write',
      path,
      mode,
      text: shown,
    })
  })

  test('also where it is appended, or only tried', () => {
    const append: Word = { word: 'append', path: env, text: 'A=1\n' }
    const shown = { word: 'append', path: env, text: '<1 secret: A>' }
    expect(written(append)).toEqual(shown)
    expect(written({ word: 'try', does: append, as: 'w' })).toEqual({
      word: 'try',
      does: shown,
      as: 'w',
    })
  })

  test.each<[string, Word]>([
    ['the journal', { word: 'write', path: '.kamal/lock-s/journal.json', mode: '600', text: '{}' }],
    ['records', { word: 'write', path: '.kamal/apps/s/seaworthy/r', mode: '644', text: 'x=1' }],
    ['the audit log', { word: 'append', path: '.kamal/s-audit.log', text: 'Booted' }],
  ])('not: %s', (_, word) => {
    expect(written(word)).toEqual(word)
  })

  test('no secret of a rollout is printed, whatever it is made of', () => {
    const secret = fc.string({ unit: 'binary' }).map((text) => `canary${text}canary`)
    fc.assert(
      fc.property(secret, secret, secret, fc.string(), (one, two, password, rest) => {
        const registry = { server: 'ghcr.io', username: 'robot', password }
        const env = { clear: {}, secret: { ONE: one, TWO: `${two}\n${rest}=${one}` } }
        const config = shop(['h1', 'h2'], [], { registry }, { env })
        const plan = planFor(config, fleetOf(config, { h1: 'v2', h2: undefined }))
        for (const text of [asText(printPlan(plan)), planJson(plan)]) {
          expect(text).not.toContain('canary')
          expect(text).not.toContain(registryAuth(registry))
        }
      }),
    )
  })
})
