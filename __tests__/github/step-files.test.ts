import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { setOutputs } from '../../src/github/outputs.ts'
import { enterPhase, keepState, keptState } from '../../src/github/state.ts'
import { sampleJournal, sampleJournalRole } from '../host/sample.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-'))
  for (const name of ['OUTPUT', 'STATE']) {
    process.env[`GITHUB_${name}`] = join(folder, name)
    writeFileSync(join(folder, name), '')
  }
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  const set = Object.keys(process.env).filter((name) =>
    /^(GITHUB_(OUTPUT|STATE)$|STATE_)/.test(name),
  )
  for (const name of set) Reflect.deleteProperty(process.env, name)
})

/** What the runner reads from a file of the step: the last value of a name wins. */
const entries = (name: string): Readonly<Record<string, string>> => {
  const text = readFileSync(join(folder, name), 'utf8')
  const found = text.matchAll(/^([^\n]+?)<<(ghadelimiter_[0-9a-f-]+)\n([^]*?)\n\2$/gm)
  return Object.fromEntries([...found].map(([, key = '', , value = '']) => [key, value]))
}

/** Starts the post phase: the runner hands the states over as variables. */
const startPost = () => {
  for (const [name, value] of Object.entries(entries('STATE'))) process.env[`STATE_${name}`] = value
}

test('outputs are set under the declared names; undefined ones are left out', () => {
  const names = ['outcome', 'version', 'url'] as const
  setOutputs(names, { outcome: 'deployed', version: 'a\nb=c', url: undefined })
  expect(entries('OUTPUT')).toEqual({ outcome: 'deployed', version: 'a\nb=c' })
})

test('an output that is not declared cannot be set', () => {
  // @ts-expect-error: `verison` is no output of this action.
  setOutputs(['version'], { verison: '1' })
  expect(entries('OUTPUT')).toEqual({})
})

describe('state for the post phase', () => {
  const asNumbers = (value: unknown): readonly unknown[] | undefined =>
    Array.isArray(value) ? value : undefined

  test('is what was kept last', () => {
    keepState('journal', [1])
    keepState('journal', [1, 'zwei', { three: null }])
    startPost()
    expect(keptState('journal', asNumbers)).toEqual([1, 'zwei', { three: null }])
  })

  test.each(['', '[1, 2', 'undefined', '{"a": 1}'])('is absent when it says %j', (text) => {
    process.env['STATE_journal'] = text
    expect(keptState('journal', asNumbers)).toBeUndefined()
  })

  test('is absent when nothing was kept', () => {
    expect(keptState('journal', asNumbers)).toBeUndefined()
  })

  test('is refused when the post phase could not be started with it', () => {
    const chance = randomBytes(100_000).toString('hex')
    expect(() => keepState('journal', chance)).toThrow('more than a runner hands on')
    expect(entries('STATE')).toEqual({})
  })

  test('has room to grow in, where it is asked to', () => {
    const most = 'ü'.repeat(3) + randomBytes(60_000).toString('base64')
    expect(() => keepState('journal', most, 60_000)).toThrow('more than a runner hands on')
    keepState('journal', most)
    startPost()
    expect(keptState('journal', (value) => value)).toBe(most)
  })

  test('holds what a rollout of two roles to fifty hosts owes', () => {
    const hex = (): string => randomBytes(32).toString('hex')
    const role = (host: string, name: string) =>
      sampleJournalRole({
        role: name,
        service: `app-${name}`,
        old: [{ id: hex(), name: `app-${name}-${hex()}`, image: `sha256:${hex()}` }],
        replaced: { id: hex(), name: `app-${name}-${host}` },
        route: { targets: [`${hex().slice(0, 12)}:3000`], flags: ['--host=shop.example.com'] },
      })
    const hosts = Array.from({ length: 50 }, (_, at) => `10.0.0.${at + 1}`)
    const journal = sampleJournal(hex(), {
      hosts: Object.fromEntries(
        hosts.map((host) => [host, [role(host, 'web'), role(host, 'jobs')]]),
      ),
    })
    expect(JSON.stringify(journal).length).toBeGreaterThan(64_000)
    keepState('journal', journal, 20_000)
    startPost()
    expect(keptState('journal', (value) => value)).toEqual(journal)
  })

  test('main and post of one bundle know who they are', () => {
    expect(enterPhase()).toBe('main')
    expect(enterPhase()).toBe('main')
    startPost()
    expect(enterPhase()).toBe('post')
  })
})
