import { describe, expect, test } from '@jest/globals'
import { templates } from '../../scripts/copy-workflows.ts'
import { commands } from '../../src/actions/operate/contract.ts'
import { all, allByName, callable, jobOf, jobs, type Tree } from './support/trees.ts'

/** The least that each job needs; what is not here has no rights. */
const rights: Readonly<Record<string, Readonly<Record<string, Tree>>>> = {
  'backup.yml': { backup: { actions: 'read', contents: 'read', issues: 'write' } },
  'deploy.yml': {
    build: { contents: 'read', packages: 'write' },
    deploy: { actions: 'read', contents: 'read' },
  },
  'operate.yml': { operate: { actions: 'read', contents: 'read' } },
  'promote.yml': { find: { contents: 'read' }, promote: { actions: 'read', contents: 'read' } },
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
        const ours = ['', './.github/actions/seaworthy-setup', 'OWNER/seaworthy@v1']
        if (uses.startsWith('$/') || ours.includes(uses)) continue
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
    expect(names).toEqual([
      ...['backup.yml', 'deploy.yml', 'operate.yml', 'promote.yml', 'rollback.yml'],
      'verify-restore.yml',
    ])
    expect(templates().map(({ name }) => name)).toEqual(
      [...names, 'ship.yml'].toSorted().map((name) => `template-${name}`),
    )
  })

  test('a template of its own has the one step, short, with the rights of a build and a deploy', () => {
    const { text = '' } = all.find(({ name }) => name === 'template-ship.yml') ?? {}
    expect(text.split('\n').filter((line) => !/^(#.*)?$/.test(line)).length).toBeLessThan(25)
    const { build = {}, deploy = {} } = rights['deploy.yml'] ?? {}
    expect(jobOf('template-ship.yml', 'ship').permissions).toEqual({ ...build, ...deploy })
  })

  test('a rollback waits for the one step, and the one step for it', () => {
    const expression = /\$\{\{ inputs\.([a-z-]+) \}\}/g
    const { inputs } = allByName.get('rollback.yml')?.on['workflow_call'] as {
      inputs: Record<string, { default: string }>
    }
    const group = String(jobOf('rollback.yml', 'rollback').concurrency?.['group'])
    const usual = group.replace(expression, (_, name: string) => inputs[name]?.default ?? '?')
    expect(jobOf('template-ship.yml', 'ship').concurrency).toEqual({
      ...{ group: usual, 'cancel-in-progress': false, queue: 'max' },
    })
  })

  test('have the rights they need and no more, and their templates grant exactly these', () => {
    for (const { name, workflow } of callable) {
      expect([name, rightsIn(name)]).toEqual([name, rights[name]])
      expect(Object.keys(workflow.jobs)).not.toEqual([])
    }
    const callers = jobs.filter(
      ({ place, job }) => place.startsWith('workflows-templates/') && job.uses !== undefined,
    )
    for (const { place, job } of callers) {
      const called = /\/workflows\/([^/]+)@v1$/.exec(job.uses ?? '')?.[1] ?? ''
      const needed = Object.assign({}, ...Object.values(rights[called] ?? {})) as Tree
      expect([place, called, job.permissions]).toEqual([place, called, needed])
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
    const one = jobOf('deploy.yml', 'deploy')
    for (const other of [jobOf('rollback.yml', 'rollback'), jobOf('promote.yml', 'promote')])
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

  test('only known commands can be chosen, and what is typed is data', () => {
    const { on } = allByName.get('template-operate.yml') ?? {}
    const { inputs } = on?.['workflow_dispatch'] as {
      inputs: Record<string, { options?: unknown }>
    }
    expect(inputs['command']?.options).toEqual([...commands])
  })

  test('what is promoted is read in one environment and deployed in the other, by its digest', () => {
    const [from, to] = [jobOf('promote.yml', 'find'), jobOf('promote.yml', 'promote')]
    expect(from.environment).toMatchObject({ deployment: false })
    expect(to.environment).not.toMatchObject({ name: (from.environment as Tree)['name'] })
    expect(to).toMatchObject({ needs: 'find' })
    expect(to.steps?.at(-1)?.with).toMatchObject({
      version: '${{ needs.find.outputs.version }}',
      'image-digest': '${{ needs.find.outputs.digest }}',
    })
    expect(to.steps?.[0]?.with?.['ref']).toContain('needs.find.outputs.commit')
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
