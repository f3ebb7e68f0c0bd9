import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'
import { ownWorkflows, snippets, templates, writeCopies } from '../../scripts/copy-workflows.ts'
import { runTool, type Said } from './support/tool.ts'

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

const originals = [...ownWorkflows(), ...templates(), ...snippets()]
const zizmorConfig = join(root, '.github/zizmor.yml')

const zizmor = (...files: readonly string[]): Said => {
  const flags = ['--offline', '--no-progress', '--persona', 'auditor', '--config', zizmorConfig]
  return runTool('zizmor', [...flags, '--strict-collection', ...files], root)
}

describe('workflows, templates and the snippets of the documentation', () => {
  test('are all found', () => {
    const places = originals.map(({ place }) => place)
    expect(places).toContain('.github/workflows/ci.yml')
    expect(places.some((place) => place.startsWith('README.md:'))).toBe(true)
  })

  test('are what actionlint accepts, as a copy without what it does not know', () => {
    writeCopies(folder, originals, {})
    // It takes the folder with `.git` for the project, and looks up actions and workflows from there.
    mkdirSync(join(folder, '.git'))
    expect(runTool('actionlint', ['-no-color'], folder)).toEqual({ code: 0, text: '' })
  })

  test('are what the strictest zizmor accepts, word for word; only at the hook of callers it looks away', () => {
    const files = originals.map(({ name, text }) => {
      const file = join(folder, 'originals', name)
      mkdirSync(join(folder, 'originals'), { recursive: true })
      writeFileSync(file, text)
      return file
    })
    const { code, text } = zizmor(...files, join(root, '.github/dependabot.yml'))
    expect(text).toContain('No findings to report')
    expect(code).toBe(0)
    const lines = originals.flatMap(({ text: yml }) => yml.split('\n'))
    const ignores = lines.filter((line) => line.includes('zizmor:')).map((line) => line.trim())
    expect([...new Set(ignores)]).toEqual([
      "uses: ./.github/actions/seaworthy-setup # zizmor: ignore[self-repository] the caller's own, not ours",
    ])
  })
})

describe('the tools say no', () => {
  const sound = originals.find(({ name }) => name === 'ci.yml')?.text ?? ''

  test('actionlint, to an input that an action does not have', () => {
    const broken = [
      ...['name: X', 'on: push', 'jobs:', '  a:', '    runs-on: ubuntu-24.04', '    steps:'],
      ...['      - uses: $/backup', '        with:', '          retention: 3', ''],
    ].join('\n')
    const other = join(folder, 'broken')
    writeCopies(other, [{ place: 'broken.yml', name: 'broken.yml', text: broken }], {})
    mkdirSync(join(other, '.git'))
    const { code, text } = runTool('actionlint', ['-no-color'], other)
    expect([code, text]).toEqual([1, expect.stringContaining('input "retention" is not defined')])
  })

  test.each([
    ['an action by its tag', /@[0-9a-f]{40} # v\S+/, '@v6', 'unpinned-uses'],
    [
      'rights without a reason',
      /contents: read #.*/,
      'packages: write',
      'undocumented-permissions',
    ],
    ['a token left in the checkout', /persist-credentials: false/, 'fetch-depth: 1', 'artipacked'],
  ])('zizmor, to %s', (_, pattern, instead, rule) => {
    const file = join(folder, 'broken.yml')
    expect(sound).toMatch(pattern)
    writeFileSync(file, sound.replace(pattern, instead))
    const { code, text } = zizmor(file)
    expect(text).toContain(`[${rule}]`)
    expect(code).not.toBe(0)
  })
})
