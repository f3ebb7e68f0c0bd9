import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { root } from '../../scripts/actions.ts'
import { templates } from '../../scripts/copy-workflows.ts'
import { all, jobOf, jobs, type Tree } from './support/trees.ts'

describe('our own workflows', () => {
  test('run everything that bin/test has, and nothing of it is made from a cache', () => {
    const { steps = [] } = jobOf('ci.yml', 'test')
    expect(steps.map(({ run }) => run)).toContainEqual(expect.stringMatching(/ bin\/test$/))
    const uses = jobs.flatMap(({ job }) => (job.steps ?? []).map((step) => step.uses ?? ''))
    expect(uses.filter((name) => name.startsWith('actions/cache'))).toEqual([])
  })

  test('only a release may write to the repository, behind its environment', () => {
    const writers = jobs.filter(({ job }) => job.permissions?.['contents'] === 'write')
    expect(writers.map(({ place, id }) => [place, id])).toEqual([
      ['.github/workflows/release.yml', 'publish'],
    ])
    expect(jobOf('release.yml', 'publish')).toMatchObject({
      needs: 'attest',
      environment: 'release',
    })
    expect(jobOf('release.yml', 'attest')).toMatchObject({ needs: 'test' })
  })

  test('only the workflow that attests can sign as us', () => {
    const signers = jobs.filter(({ job }) => job.permissions?.['id-token'] !== undefined)
    expect(signers.map(({ place, id }) => [place, id])).toEqual([
      ['.github/workflows/attest.yml', 'attest'],
      ['.github/workflows/release.yml', 'attest'],
    ])
  })
})

describe('the templates', () => {
  test.each(templates())('$place begins by how to set it up, and has its properties', (one) => {
    expect(one.text).toMatch(/^# [^]*?\n# To set it up/)
    const properties = one.place.replace(/\.yml$/, '.properties.json')
    const described = JSON.parse(readFileSync(join(root, properties), 'utf8')) as Tree
    expect(Object.keys(described)).toEqual(
      expect.arrayContaining(['name', 'description', 'iconName', 'categories']),
    )
  })

  test('nothing lies beside them without its other half', () => {
    const files = readdirSync(join(root, 'workflows-templates'))
    for (const file of files) {
      const base = file.replace(/\.(yml|properties\.json)$/, '')
      expect(existsSync(join(root, 'workflows-templates', `${base}.yml`))).toBe(true)
      expect(existsSync(join(root, 'workflows-templates', `${base}.properties.json`))).toBe(true)
    }
  })

  test('run at odd minutes, in a time zone that says when that is', () => {
    for (const { workflow } of all) {
      const { schedule = [] } = workflow.on as { schedule?: readonly Tree[] }
      for (const { cron, timezone } of schedule) {
        expect(Number(String(cron).split(' ')[0]) % 5).not.toBe(0)
        expect(timezone).toMatch(/^[A-Z]\w+\/\w+$/)
      }
    }
  })
})
