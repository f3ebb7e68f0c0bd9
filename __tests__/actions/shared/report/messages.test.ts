import { describe, expect, test } from '@jest/globals'
import {
  slackMessage,
  troubleOf,
  webhookMessage,
} from '../../../../src/actions/shared/report/messages.ts'
import { runOf } from '../../../../src/github/run.ts'

const run = runOf({
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '7',
  GITHUB_JOB: 'deploy',
  GITHUB_WORKSPACE: '/w',
  GITHUB_WORKFLOW: 'Ship <it>',
  GITHUB_ACTOR: 'ada',
  GITHUB_SHA: 'c0ffee',
})
const subject = { action: 'deploy', name: 'staging', run }
const report = {
  ...{ ok: false, changed: true, outcome: 'halted' },
  ...{ headline: 'halted: <!channel> a & b', hint: 'bind to 0.0.0.0' },
}

describe('a message', () => {
  test('for Slack says it in three lines and a link, and nothing in it calls people', () => {
    expect(slackMessage(subject, report)).toEqual({
      text: [
        'FAILED: deploy of staging, acme/shop',
        'halted: &lt;!channel&gt; a &amp; b',
        'bind to 0.0.0.0',
        '<https://github.com/acme/shop/actions/runs/7/attempts/1|Ship &lt;it&gt; by ada>',
      ].join('\n'),
    })
  })

  test('for programs always has every field', () => {
    const url = 'https://github.com/acme/shop/actions/runs/7/attempts/1'
    expect(webhookMessage({ ...subject, name: '' }, { ...report, hint: undefined })).toEqual({
      ...{ source: 'seaworthy', action: 'deploy', name: '', ok: false, changed: true },
      ...{ outcome: 'halted', headline: report.headline, hint: '', repository: 'acme/shop' },
      ...{ workflow: 'Ship <it>', actor: 'ada', sha: 'c0ffee' },
      ...{ run_id: '7', run_attempt: '1', run_url: url },
    })
  })

  test('as an issue holds no Markdown of others, and a key without signs', () => {
    const { key, title, body, cause } = troubleOf({ ...subject, name: 'a/b-->' }, report)
    expect([key, title, cause]).toEqual([
      'deploy of a-b---',
      'Seaworthy: deploy of a/b--> fails',
      'halted',
    ])
    expect(body).toContain('**halted: &lt;&#33;channel&gt; a &amp; b** (halted)')
    expect(body).toContain('[this run](https://github.com/acme/shop/actions/runs/7/attempts/1)')
  })
})
