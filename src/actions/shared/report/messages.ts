import { words } from '../../../base/markdown.ts'
import type { Trouble } from '../../../github/issues.ts'
import type { Run } from '../../../github/run.ts'
import type { Report } from './report.ts'

/** What a message is about. */
export interface Subject {
  /** Name of the action. */
  readonly action: string
  /** Of several of them in one repository; empty for the only one. */
  readonly name: string
  readonly run: Run
}

const what = ({ action, name }: Subject): string => (name === '' ? action : `${action} of ${name}`)

/** Slack's own marks: `&`, `<` and `>` mean something in its texts. */
const forSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** For an incoming webhook of Slack, and of those that take the same: Mattermost, Discord (`/slack`). */
export const slackMessage = (subject: Subject, report: Report) => {
  const { run } = subject
  const lines = [
    `${report.ok ? 'OK' : 'FAILED'}: ${what(subject)}, ${run.repository}`,
    report.headline,
    ...(report.hint === undefined ? [] : [report.hint]),
  ].map(forSlack)
  return {
    text: [...lines, `<${run.url}|${forSlack(`${run.workflow} by ${run.actor}`)}>`].join('\n'),
  }
}

/** For programs: every field is always there. */
export const webhookMessage = ({ action, name, run }: Subject, report: Report) => ({
  ...{ source: 'seaworthy', action, name, ok: report.ok, changed: report.changed },
  ...{ outcome: report.outcome, headline: report.headline, hint: report.hint ?? '' },
  ...{ repository: run.repository, workflow: run.workflow, actor: run.actor, sha: run.sha },
  ...{ run_id: run.runId, run_attempt: run.attempt, run_url: run.url },
})

export const troubleKey = (subject: Subject): string =>
  what(subject).replace(/[^A-Za-z0-9. -]/g, '-')

/** The issue of a failure: the cause, what to do, where to look. */
export const troubleOf = (subject: Subject, report: Report): Trouble => ({
  key: troubleKey(subject),
  title: `Seaworthy: ${what(subject)} fails`,
  cause: report.outcome,
  body: [
    `**${words(report.headline)}** (${words(report.outcome)})`,
    ...(report.hint === undefined ? [] : [words(report.hint)]),
    `Last seen in [this run](${subject.run.url}). Every failing run brings this issue up to date; the next that succeeds closes it.`,
  ].join('\n\n'),
})

export const overWords = ({ run }: Subject): string =>
  `It succeeded again in [this run](${run.url}).`
