import { describe, expect, test } from '@jest/globals'
import { SeaworthyError } from '../../../src/base/error.ts'
import { refusal } from '../../../src/rollout/report/refusal.ts'

describe('the job summary of a run that was not begun', () => {
  test('says what, what was seen and what to do', () => {
    const error = new SeaworthyError('config-invalid', 'deploy.yml has 2 mistakes', {
      evidence: ['deploy.yml:1:1 a', 'deploy.yml:2:1 b'],
      hint: 'Correct them.',
    })
    expect(refusal(error, new Set())).toBe(
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
    const text = refusal(error, new Set(), (given) => given.replaceAll('s*cret', '***'))
    expect(text).toContain('login with &#42;&#42;&#42; failed')
    expect(text).not.toMatch(/cret/)
  })

  test('says no more than is true, when an image was pushed before', () => {
    const error = new SeaworthyError('host-unreachable', 'h1 is gone')
    expect(refusal(error, new Set(['registry']))).toBe(
      '## halted: no host was changed - h1 is gone\n\nThe image was built, and is in the registry.\n',
    )
  })

  test('says that hosts were brought up before, when they were', () => {
    const error = new SeaworthyError('registry-refused', 'there is no such image')
    expect(refusal(error, new Set(['ground']))).toBe(
      '## halted: nothing was deployed - there is no such image\n\nWhat was done to the hosts before it stays: the log lists it.\n',
    )
    expect(refusal(error, new Set(['registry', 'ground']))).toContain('The image was built')
  })

  test('claims nothing of hosts that may have been changed', () => {
    const error = new SeaworthyError('host-lost', 'h1 is gone')
    expect(refusal(error, new Set(['registry', 'hosts']))).toBe(
      "## failed while it was changing hosts - h1 is gone\n\nThis step's post phase now sees to the hosts: the end of its log says what they serve.\n",
    )
  })
})
