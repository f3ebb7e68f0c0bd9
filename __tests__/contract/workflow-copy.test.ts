import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { snippetsIn } from '../../scripts/snippets.ts'
import { copyForTools } from '../../scripts/workflow-copy.ts'

const siblings = { actions: ['seaworthy', 'deploy'], workflows: ['deploy.yml'] }
const copy = (lines: readonly string[]): string =>
  copyForTools('x.yml', `${lines.join('\n')}\n`, siblings)

const head = ['name: X', 'on: workflow_dispatch', 'jobs:', '  a:']
const step = (line: string) => [...head, '    steps:', `      - ${line}`]

describe('the copy that act and actionlint see', () => {
  test.each([
    ['$/deploy', './.seaworthy/deploy'],
    ['OWNER/seaworthy/deploy@v1', './.seaworthy/deploy'],
    ['OWNER/seaworthy@v1', './.seaworthy'],
    ['$/.github/workflows/deploy.yml', './.github/workflows/deploy.yml'],
    ['OWNER/seaworthy/.github/workflows/deploy.yml@v1', './.github/workflows/deploy.yml'],
    ['./.github/actions/seaworthy-setup', './.github/actions/seaworthy-setup'],
    [`actions/checkout@${'a'.repeat(40)}`, `actions/checkout@${'a'.repeat(40)}`],
  ])('uses %s as %s', (uses, copied) => {
    const { jobs } = parse(copy(step(`uses: ${uses}`))) as Record<string, unknown>
    expect(jobs).toEqual({ a: { steps: [{ uses: copied }] } })
  })

  test('has neither queue nor deployment, and the rest of both', () => {
    const text = copy([
      ...['name: X', 'on: push', 'concurrency: {group: g, queue: max}', 'jobs:', '  a:'],
      '    concurrency: {group: h, cancel-in-progress: false, queue: max}',
      '    environment: {name: e, url: u, deployment: false}',
    ])
    expect(parse(text)).toEqual({
      ...{ name: 'X', on: 'push', concurrency: { group: 'g' } },
      jobs: {
        a: {
          concurrency: { group: 'h', 'cancel-in-progress': false },
          environment: { name: 'e', url: 'u' },
        },
      },
    })
  })

  test('that act runs begins every job by a checkout of the folder it stands in', () => {
    const checkout = `actions/checkout@${'a'.repeat(40)}`
    const given = (lines: readonly string[]): unknown =>
      parse(copyForTools('x.yml', lines.join('\n'), siblings, { run: true }))
    expect(given(step(`{uses: ${checkout}, with: {ref: x}}`))).toMatchObject({
      jobs: { a: { steps: [{ uses: checkout }] } },
    })
    expect(given(step('uses: $/deploy'))).toMatchObject({
      jobs: {
        a: {
          steps: [{ uses: `actions/checkout@${'0'.repeat(40)}` }, { uses: './.seaworthy/deploy' }],
        },
      },
    })
  })

  test.each([
    ['an action that is not ours', step('uses: $/ship'), 'there is no action ship'],
    ['a workflow that is not ours', step('uses: $/.github/workflows/x.yml'), 'no workflow x.yml'],
    ['another version of ours', step('uses: OWNER/seaworthy/deploy@main'), 'is not at v1'],
    ['an action by its tag', step('uses: actions/checkout@v6'), 'nor pinned to a commit'],
    ['a folder of the caller', step('uses: ./deploy'), 'nor pinned to a commit'],
    ['a newer key of a step', step('background: true'), 'background in a step'],
    ['a newer key of a job', [...head, '    snapshot: x'], 'snapshot in a job'],
    ['a newer key of a workflow', ['lock: x', ...head], 'lock in a workflow'],
    ['another queue', [...head, '    concurrency: {group: g, queue: 5}'], 'queue: 5'],
    [
      'a newer key of concurrency',
      [...head, '    concurrency: {wait: 1}'],
      'wait in a concurrency',
    ],
    ['a newer key of an environment', [...head, '    environment: {x: 1}'], 'x in a environment'],
    ['what is no YAML', ['a: b: c'], 'Nested mappings'],
    ['what is no workflow', ['- a'], 'it is no workflow'],
  ])('is refused for %s', (_, lines, message) => {
    expect(() => copy(lines)).toThrow(message)
    expect(() => copy(lines)).toThrow(/^x\.yml: /)
  })
})

describe('the workflows of a page', () => {
  test('are those with jobs, and lists of steps; other YAML is none', () => {
    const page = [
      ...['# A', '```yaml', 'jobs: {}', '```', '```yaml', 'service: shop', '```', '```yaml'],
      ...['- uses: $/deploy', '```', '```yaml', '- name', '```'],
    ].join('\n')
    const found = snippetsIn('a.md', page)
    expect(found.map(({ place }) => place)).toEqual(['a.md:2', 'a.md:8'])
    const steps = parse(found[1]?.workflow ?? '') as { jobs: { job: { steps: unknown } } }
    expect(steps.jobs.job.steps).toEqual([{ uses: '$/deploy' }])
  })
})
