import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { root } from '../../scripts/actions.ts'
import { ownWorkflows, templates } from '../../scripts/copy-workflows.ts'

type Tree = Readonly<Record<string, unknown>>

interface Step {
  readonly uses?: string
  readonly with?: Tree
  readonly run?: string
}

interface Job {
  readonly uses?: string
  readonly 'timeout-minutes'?: unknown
  readonly permissions?: Tree
  readonly concurrency?: Tree
  readonly environment?: Tree | string
  readonly steps?: readonly Step[]
}

interface Workflow {
  readonly on: Tree
  readonly permissions: unknown
  readonly concurrency?: Tree
  readonly jobs: Readonly<Record<string, Job>>
}

const read = (text: string): Workflow => parse(text) as Workflow
const all = [...ownWorkflows(), ...templates()].map(({ place, name, text }) => ({
  ...{ place, name, text, workflow: read(text) },
}))
const allByName = new Map(all.map(({ name, workflow }) => [name, workflow]))
const callable = all.filter(({ text }) => text.startsWith('# Called by other repositories'))
const jobs = all.flatMap(({ place, text, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ place, id, job, text })),
)
const jobOf = (name: string, id: string): Job => {
  const job = all.find((one) => one.name === name)?.workflow.jobs[id]
  if (job === undefined) throw new Error(`${name} has no job ${id}`)
  return job
}

/** The least that each job needs; what is not here has no rights. */
const rights: Readonly<Record<string, Readonly<Record<string, Tree>>>> = {
  'backup.yml': { backup: { actions: 'read', contents: 'read', issues: 'write' } },
  'deploy.yml': {
    build: { contents: 'read', packages: 'write' },
    deploy: { actions: 'read', contents: 'read' },
  },
  'rollback.yml': { rollback: { actions: 'read', contents: 'read' } },
  'verify-restore.yml': { verify: { actions: 'read', contents: 'read', issues: 'write' } },
}
const rightsIn = (name: string): Readonly<Record<string, unknown>> => {
  const { jobs: all = {} } = allByName.get(name) ?? {}
  return Object.fromEntries(Object.entries(all).map(([id, { permissions }]) => [id, permissions]))
}

describe('every workflow', () => {
  test.each(all)('$place gives nothing that a job did not ask for', ({ workflow }) => {
    expect(workflow.permissions).toEqual({})
  })

  test.each(all)('$place says a reason for each right', ({ text }) => {
    const lines = text.split('\n').filter((line) => /^\s+[a-z-]+: (read|write)\b/.test(line))
    expect(lines.filter((line) => !/: (read|write) # \S+ \S+/.test(line))).toEqual([])
  })

  test.each(all)('$place runs on nothing that strangers can start with rights', ({ workflow }) => {
    const events = typeof workflow.on === 'string' ? [workflow.on] : Object.keys(workflow.on)
    expect(events.filter((on) => ['pull_request_target', 'workflow_run'].includes(on))).toEqual([])
  })

  test.each(jobs)('$place: $id ends by itself', ({ job }) => {
    if (job.uses === undefined) expect(job['timeout-minutes']).toBeDefined()
    // Who calls has no limit of its own: the called job has one.
    else expect(job.uses).toMatch(/^OWNER\/seaworthy\/|^\$\//)
  })

  test.each(jobs)(
    '$place: $id uses actions by commit with their version, siblings by $$/',
    (job) => {
      for (const { uses = '' } of job.job.steps ?? []) {
        if (uses.startsWith('$/') || uses === '' || uses === './.github/actions/seaworthy-setup')
          continue
        expect(uses).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/)
        expect(job.text).toMatch(
          new RegExp(`${uses.replace(/[.]/g, '\\.')} # v\\d+\\.\\d+\\.\\d+\\n`),
        )
      }
    },
  )

  test.each(jobs)('$place: $id leaves no token in its checkout', ({ job }) => {
    for (const step of job.steps ?? [])
      if (step.uses?.startsWith('actions/checkout@'))
        expect(step.with?.['persist-credentials']).toBe(false)
  })
})

describe('the reusable workflows', () => {
  test('are these, each with a template', () => {
    const names = callable.map(({ name }) => name)
    expect(names).toEqual(['backup.yml', 'deploy.yml', 'rollback.yml', 'verify-restore.yml'])
    expect(templates().map(({ name }) => name)).toEqual(names.map((name) => `template-${name}`))
  })

  test('have the rights they need and no more, and their templates grant exactly these', () => {
    for (const { name, workflow } of callable) {
      expect([name, rightsIn(name)]).toEqual([name, rights[name]])
      const granted = Object.assign({}, ...Object.values(rights[name] ?? {})) as Tree
      const callers = Object.values(rightsIn(`template-${name}`))
      expect([name, callers]).toEqual([name, callers.map(() => granted)])
      expect(Object.keys(workflow.jobs)).not.toEqual([])
    }
  })

  test('are never cut off midway, and none in the queue is dropped; only a build gives way', () => {
    for (const { workflow } of callable)
      for (const [id, { concurrency }] of Object.entries(workflow.jobs))
        if (id === 'build') expect(concurrency).toMatchObject({ 'cancel-in-progress': true })
        else expect(concurrency).toMatchObject({ 'cancel-in-progress': false, queue: 'max' })
  })

  test('a build gives way to none but a newer one of its own branch, and never to a deploy', () => {
    const group = String(jobOf('deploy.yml', 'build').concurrency?.['group'])
    expect(group).not.toBe(jobOf('deploy.yml', 'deploy').concurrency?.['group'])
    for (const part of ['config-file', 'destination', 'github.ref']) expect(group).toContain(part)
    const { concurrency } = allByName.get('template-deploy.yml') ?? {}
    expect(concurrency?.['group']).toContain('github.sha')
  })

  test('what is deployed is what was built, by its digest, with a limit of its own for each', () => {
    const [build, deploy] = [jobOf('deploy.yml', 'build'), jobOf('deploy.yml', 'deploy')]
    expect(deploy).toMatchObject({ needs: 'build' })
    expect(deploy.steps?.at(-1)?.with?.['image-digest']).toBe(
      "${{ inputs.image-digest || (needs.build.result == 'success' && needs.build.outputs.digest) || '' }}",
    )
    expect(build['timeout-minutes']).not.toBe(deploy['timeout-minutes'])
  })

  test('deploy and rollback of one destination wait for each other', () => {
    const [one, other] = [jobOf('deploy.yml', 'deploy'), jobOf('rollback.yml', 'rollback')]
    expect(one.concurrency?.['group']).toBe(other.concurrency?.['group'])
    expect(one.concurrency?.['group']).toContain('inputs.destination')
  })

  test('no group is one that a caller has: the two would wait for each other for ever', () => {
    for (const { workflow } of all.filter(({ name }) => name.startsWith('template-')))
      expect(String(workflow.concurrency?.['group'])).not.toMatch(/^seaworthy-/)
  })

  test('only the proof names the environment with the identity, and only it takes the identity', () => {
    const { environment, steps = [] } = jobOf('verify-restore.yml', 'verify')
    expect(environment).toEqual({ name: '${{ inputs.environment }}', deployment: false })
    expect(steps.map((step) => step.with?.['identity'])).toEqual(['${{ secrets.BACKUP_IDENTITY }}'])
    for (const { name, text } of all.filter((one) => !one.name.includes('verify-restore')))
      expect([name, text.includes('secrets.BACKUP_IDENTITY')]).toEqual([name, false])
  })

  test('a deploy after tests ships the commit that was tested', () => {
    for (const id of ['build', 'deploy']) {
      const [checkout] = jobOf('deploy.yml', id).steps ?? []
      expect(checkout?.with?.['ref']).toBe(
        '${{ inputs.ref || github.event.workflow_run.head_sha || github.sha }}',
      )
    }
  })

  test('pass no secret but by its name, and none in the text of a program', () => {
    for (const { name, text, workflow } of all) {
      expect([name, text.includes('secrets: inherit')]).toEqual([name, false])
      const programs = Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps)
      expect([name, programs.filter(({ run }) => run?.includes('${{'))]).toEqual([name, []])
    }
  })
})

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
