import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'
import { comparisonChecks } from '../../src/backup/prove/checks-of.ts'
import { damaged } from '../../src/backup/archive/trouble.ts'
import { SeaworthyError } from '../../src/base/error.ts'
import { difference } from '../../src/postgres/compare/difference.ts'
import { refuse } from '../../src/postgres/look/problems/problem.ts'
import { diagnose } from '../../src/rollout/diagnosis/diagnose.ts'
import { GateFailure } from '../../src/rollout/pass-gate.ts'
import { closing } from '../../src/rollout/report/closing.ts'
import { hostKeyError } from '../../src/ssh/connect-errors.ts'
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts'
import { manifestOf, texts } from '../backup/archive/support.ts'
import { on, seen } from '../rollout/diagnosis/evidence.ts'
import {
  eventsOf,
  failuresIn,
  fleetOf,
  planFor,
  resultOf,
  rolloutOf,
  shop,
} from '../rollout/report/fixtures.ts'
import { asText } from '../rollout/report/show.ts'

const documented = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^```text\n([^]*?)\n```$/gm)].map(
    ([, text = '']) => text,
  )

const said = ({ message, hint = '' }: SeaworthyError): string => `${message}\n${hint}`

const errorOf = (act: () => void): SeaworthyError => {
  try {
    act()
  } catch (error) {
    if (error instanceof SeaworthyError) return error
  }
  throw new Error('nothing was refused')
}

test('README.md: a halted deploy is told in the words that it shows', () => {
  const [h1, host] = ['10.0.0.11', '10.0.0.12']
  const config = shop([h1, host])
  const before = fleetOf(config, { [h1]: 'v2', [host]: 'v2' })
  const evidence = {
    lastProbe: { outcome: 'refused' },
    listeners: [on('127.0.0.1', 3000)],
  } as const
  const events = eventsOf(planFor(config, before), {
    fails: (step) =>
      step.phase === 'stage' && step.host === host
        ? new GateFailure(diagnose(seen({ host, ...evidence })))
        : undefined,
  })
  const rollout = rolloutOf(config)
  const result = resultOf('halted', { rollout, before, failures: failuresIn(events) })
  expect(documented('README.md')).toContain(asText(closing(result, events, { seconds: 4 })))
})

test('README.md: so is a host that nobody knows', () => {
  const shown = documented('README.md').find((text) => text.startsWith('The host key of')) ?? ''
  const line = shown.split('\n').at(-1) ?? ''
  const [fingerprint = ''] = /SHA256:[\w+/]+/.exec(shown) ?? []
  const target = { name: '10.0.0.11', host: '10.0.0.11', port: 22, user: 'root', keys: [] }
  const known = parseKnownHosts([])
  const verdict = { verdict: 'unknown', fingerprint, line } as const
  expect(said(hostKeyError({ ...target, known }, verdict))).toBe(shown)
})

test('README.md and verify-restore/README.md: so is a backup that does not equal its source', () => {
  const manifest = manifestOf({ dump: { bytes: 0, sha256: '', chunks: 0 }, texts })
  const differences = [difference('rows', 'public.orders', '1000 rows', '999 rows')]
  const [rows] = comparisonChecks(manifest, differences).filter(
    ({ verdict }) => verdict === 'failed',
  )
  const told = [`${rows?.name ?? ''}: ${rows?.detail ?? ''}`, ...(rows?.evidence ?? [])].join('\n')
  for (const file of ['README.md', 'verify-restore/README.md'])
    expect(documented(file).join('\n')).toContain(told)
})

test('verify-restore/README.md: so is a damaged file', () => {
  expect(documented('verify-restore/README.md')).toContain(said(damaged('envelope', 'invalid tag')))
})

test('backup/README.md: so are problems of a database', () => {
  const [shown = ''] = documented('backup/README.md')
  const [, ...parts] = shown.split('\n\n')
  const lines = parts.join('\n').split('\n')
  const problems = [0, 2].map((at) => ({
    what: lines[at] ?? '',
    fix: (lines[at + 1] ?? '').trim(),
  }))
  const { message, hint, evidence } = errorOf(() => {
    refuse(problems)
  })
  expect(`${message}\n${hint ?? ''}\n\n${evidence.join('\n')}`).toBe(shown)
})
