import { describe, expect, test } from '@jest/globals'
import { audit } from '../../src/host/audit.ts'
import { parseJournal, renderJournal } from '../../src/host/journal.ts'
import {
  containerName,
  envFile,
  latestTag,
  pathsOf,
  proxyService,
  replacedName,
} from '../../src/host/names.ts'
import { addRelease, parseReleases, type Release } from '../../src/host/releases.ts'
import { sampleJournal } from './sample.ts'

const plain = { service: 'app', destination: undefined }
const staging = { service: 'app', destination: 'staging' }

describe('names and paths', () => {
  test.each([
    [proxyService(plain, 'web'), 'app-web'],
    [proxyService(staging, 'web'), 'app-web-staging'],
    [containerName(staging, 'web', 'v1'), 'app-web-staging-v1'],
    [replacedName('app-web-v1', '0123456789abcdef'), 'app-web-v1_replaced_0123456789abcdef'],
    [latestTag(plain), 'latest'],
    [latestTag(staging), 'latest-staging'],
    [pathsOf(plain).lock, '.kamal/lock-app'],
    [pathsOf(staging).lock, '.kamal/lock-app-staging'],
    [pathsOf(staging).audit, '.kamal/app-staging-audit.log'],
    [envFile(staging, 'web'), '.kamal/apps/app-staging/env/roles/web.env'],
    [envFile(plain, 'web', 'v1'), '.kamal/apps/app/env/roles/web.env.v1'],
  ])('%s', (name, kamals) => expect(name).toBe(kamals))
})

describe('a line of the audit log', () => {
  const at = '2026-06-18T08:00:00Z'
  test.each([
    [
      { ...staging, actor: 'a@b.c' },
      'Booted app version abc',
      'web',
      `[${at}] [a@b.c] [staging] [web] Booted app version abc\n`,
    ],
    [{ ...plain, actor: 'jo' }, 'Pruned images', undefined, `[${at}] [jo] Pruned images\n`],
    [{ ...plain, actor: 'jo\njo' }, 'two\nlines', undefined, `[${at}] [jo jo] two lines\n`],
  ])('%#', (author, text, role, line) =>
    expect(audit(author, at, text, role)).toEqual({
      word: 'append',
      path: pathsOf(author).audit,
      text: line,
    }),
  )
})

describe('the release record', () => {
  const release = (version: string): Release => ({
    version,
    digest: 'sha256:1',
    roles: ['web'],
    at: '2026-06-18T08:00:00Z',
    run: 'acme/shop/1/1',
    actor: 'jo',
    outcome: 'deployed',
  })

  test('keeps the last twenty', () => {
    const all = Array.from({ length: 25 }, (_, index) => release(String(index)))
    const text = addRelease(all.slice(0, -1), all[24]!)
    expect(parseReleases(text)).toEqual(all.slice(5))
  })

  test('passes over lines that are none', () => {
    const lines = ['', 'torn {"ver', 'null', '3', '{"version":1}', JSON.stringify(release('v'))]
    expect(parseReleases(lines.join('\n'))).toEqual([release('v')])
  })

  test('may be absent', () => expect(parseReleases(undefined)).toEqual([]))
})

describe('a journal', () => {
  test('is read back', () =>
    expect(parseJournal(renderJournal(sampleJournal('t')))).toEqual(sampleJournal('t')))

  test.each([undefined, '', '{', 'null', '3', '[]', '{"format":2,"token":"t"}', '{"format":1}'])(
    'that is none of ours is not known: %j',
    (text) => expect(parseJournal(text)).toBeUndefined(),
  )

  test('has its token once, where a script looks for it', () => {
    const text = renderJournal(sampleJournal('t', { version: '"token":"other"' }))
    expect(text.match(/"token":"/g)).toHaveLength(1)
  })
})
