import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { refusal } from '../../../src/rollout/report/refusal.ts'

describe('the job summary of a run that was not begun', () => {
  test('says what, what was seen and what to do', () => {
    const error = new SeaworthyError('config-invalid', 'deploy.yml has 2 mistakes', {
      evidence: ['deploy.yml:1:1 a', 'deploy.yml:2:1 b'],
      hint: 'Correct them.',
    })
    expect(refusal(error)).toBe(
      [
        '## halted: nothing was changed - deploy.yml has 2 mistakes',
        '',
        '```text',
        'deploy.yml:1:1 a',
        'deploy.yml:2:1 b',
        '```',
        '',
        '**What to do:** Correct them.',
        '',
      ].join('\n'),
    )
  })

  test('shows no secret, not even one that Markdown would write in another way', () => {
    const error = new SeaworthyError('registry-refused', 'login with s*cret\u200b failed', {
      evidence: ['s*cr\u200bet'],
      hint: 'not s*cret',
    })
    const text = refusal(error, (given) => given.replaceAll('s*cret', '***'))
    expect(text).toContain('login with &#42;&#42;&#42; failed')
    expect(text).not.toMatch(/cret/)
  })
})
