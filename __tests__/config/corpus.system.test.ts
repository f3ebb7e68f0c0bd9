import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { programsIn } from '../../src/actions/shared/programs.ts'
import { createReport, formatMistake } from '../../src/config/mistake.ts'
import { readFiles, type ConfigSource } from '../../src/config/read.ts'
import { readWhole } from '../../src/config/read-build.ts'
import { askRuby } from '../support/ruby.ts'
import { plainly, rubysMerged } from './merged.ts'

/** Files as teams have them: what each must be read as, or what is wrong with it. */
interface Case {
  readonly title: string
  readonly destination?: string
  readonly env: Readonly<Record<string, string>>
  readonly expect?: Readonly<Record<'config' | 'builder', object>>
  readonly mistakes?: readonly string[]
}

const corpus = join(import.meta.dirname, 'corpus')
const cases = readdirSync(corpus).map((name): Case & { readonly folder: string } => {
  const folder = join(corpus, name)
  return { folder, ...(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case) }
})

const PATH = process.env['PATH'] ?? ''

// deploy.yml is kept as deploy.yml.erb, secrets without their folder.
const placeOf = (folder: string, path: string): string =>
  join(folder, path.endsWith('.yml') ? `${path}.erb` : path.replace('.kamal/', ''))

const sourceOf = ({ folder, env }: (typeof cases)[number]): ConfigSource => ({
  read: (path) => {
    const file = placeOf(folder, path)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  },
  env: { PATH, ...env },
  programs: programsIn(folder),
})

const filesOf = ({ destination }: Case): readonly string[] =>
  destination === undefined ? ['deploy.yml'] : ['deploy.yml', `deploy.${destination}.yml`]

describe('a deploy.yml is read as meant:', () => {
  test.each(cases)('$title', (one) => {
    const { destination } = one
    const read = readWhole({ file: 'deploy.yml', destination, needsArch: true }, sourceOf(one))
    if (!read.ok) {
      expect(read.mistakes.map(formatMistake)).toEqual(one.mistakes)
      return
    }
    // What is undefined is not in JSON.
    const { config, file } = JSON.parse(JSON.stringify(read)) as typeof read
    expect(config).toMatchObject(one.expect?.config ?? {})
    expect(file.builder).toMatchObject(one.expect?.builder ?? {})
    expect(one.mistakes).toBeUndefined()
  })
})

describe('the merged file is that of Ruby:', () => {
  test.each(cases)('$title', (one) => {
    const { folder, env, destination } = one
    const report = createReport(['deploy.yml'])
    const destined = destination === undefined ? {} : { KAMAL_DESTINATION: destination }
    const source = sourceOf(one)
    const files = filesOf(one)
    const { root } = readFiles(files, { ...source, env: { ...source.env, ...destined } }, report)
    expect(report.mistakes().map(formatMistake)).toEqual([])
    const texts = files.map((file) => readFileSync(placeOf(folder, file), 'utf8'))
    const [theirs] = askRuby(rubysMerged(folder), [texts], { ...env, ...destined })
    expect(plainly(root?.node)).toEqual(theirs)
  })
})

test('the corpus is not a sample of one', () => {
  expect(cases.length).toBeGreaterThanOrEqual(15)
})
