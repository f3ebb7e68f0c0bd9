import { expect, test } from '@jest/globals'
import { readActions, type Field } from '../../scripts/actions.ts'

const fieldsOf = (name: string, kind: 'inputs' | 'outputs'): readonly Field[] =>
  readActions().find((action) => action.name === name)?.[kind] ?? []

/** They say of the whole what the stages say of their part. */
const ofTheWhole = ['config-file', 'image-digest', 'dry-run', 'github-token', 'seconds']

/** The one step checks a deploy before it builds, always. */
const inAnyCase = 'check-deploy'

test.each(['inputs', 'outputs'] as const)(
  'the one step has the %s of its stages, with the same defaults and the same meaning',
  (kind) => {
    const stages = [...fieldsOf('deploy', kind), ...fieldsOf('build-push', kind)].filter(
      ({ name }) => name !== inAnyCase,
    )
    const whole = fieldsOf('seaworthy', kind)
    const names = (fields: readonly Field[]) => [...new Set(fields.map(({ name }) => name))].sort()
    expect(names(whole)).toEqual(names(stages))
    for (const { name, ...field } of stages) {
      const own = whole.find((candidate) => candidate.name === name)
      expect([name, own?.default, own?.required]).toEqual([name, field.default, field.required])
    }
    for (const { name, description } of whole.filter((own) => !ofTheWhole.includes(own.name)))
      expect(
        stages.filter((stage) => stage.name === name).map((stage) => stage.description),
      ).toContain(description)
  },
)
