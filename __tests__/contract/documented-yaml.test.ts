import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { root } from '../../scripts/actions.ts'
import { documents } from '../../scripts/copy-workflows.ts'
import { snippetsIn } from '../../scripts/snippets.ts'
import { mistakesOf } from '../config/support.ts'

interface Block {
  readonly place: string
  readonly text: string
}

/** All YAML of the documentation, in lists too; what is `text` is of other tools, or shortened. */
const blocks: readonly Block[] = documents().flatMap((file) => {
  const markdown = readFileSync(join(root, file), 'utf8')
  return [...markdown.matchAll(/^( *)```yaml\n([^]*?)^\1```$/gm)].map(
    ({ 1: indent = '', 2: text = '', index }) => ({
      place: `${file}:${markdown.slice(0, index).split('\n').length}`,
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  )
})

const linted = new Set(
  documents().flatMap((file) =>
    snippetsIn(file, readFileSync(join(root, file), 'utf8')).map(({ place }) => place),
  ),
)

/** What a piece of a deploy.yml is shown without. */
const rest = {
  service: 'service: shop',
  image: 'image: acme/shop',
  registry: 'registry: { server: ghcr.io, username: acme, password: [KAMAL_REGISTRY_PASSWORD] }',
  servers:
    'servers: { web: [10.0.0.11], worker: { hosts: [10.0.0.12], cmd: work }, scheduler: { hosts: [10.0.0.12], cmd: tick } }',
}

const secrets = 'KAMAL_REGISTRY_PASSWORD=x\nDATABASE_URL=x\n'

const wholeOf = (text: string): string => {
  const shown: unknown = parse(text)
  const has = (key: string): boolean =>
    typeof shown === 'object' && shown !== null && Object.hasOwn(shown, key)
  const missing = Object.entries(rest).flatMap(([key, line]) => (has(key) ? [] : [line]))
  return [...missing, text].join('\n')
}

const mistakesIn = (text: string): readonly string[] =>
  mistakesOf({ files: { 'deploy.yml': wholeOf(text), '.kamal/secrets': secrets } })

describe('YAML in the documentation', () => {
  const others = blocks.filter(({ place }) => !linted.has(place))

  test('is found, in lists too', () => {
    expect(others.map(({ place }) => place.replace(/:.*/, ''))).toEqual(
      expect.arrayContaining(['README.md', 'docs/canary.md', 'operate/README.md']),
    )
  })

  test.each(others)('that no linter reads is of a deploy.yml, and accepted: $place', ({ text }) => {
    expect(mistakesIn(text)).toEqual([])
  })

  test('with a key that there is not would be noticed', () => {
    expect(mistakesIn('x-seaworthy: { gate: {} }')).toEqual([
      expect.stringContaining('unknown key: gate'),
    ])
  })
})
