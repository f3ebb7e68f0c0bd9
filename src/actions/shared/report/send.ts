import { endTrouble, reportTrouble, type Done } from '../../../github/issues.ts'
import { callWebhook } from '../../../github/webhook.ts'
import type { Context } from '../context.ts'
import { restApiOf } from '../rest-api.ts'
import { secretsOf, type Channels } from './channels.ts'
import {
  overWords,
  slackMessage,
  troubleKey,
  troubleOf,
  webhookMessage,
  type Subject,
} from './messages.ts'
import type { Report } from './report.ts'

export interface Sending {
  readonly subject: Subject
  readonly channels: Channels
  readonly token: string | undefined
}

/** A post phase has about five minutes for everything, and the hosts go first. */
const limitMs = 20_000

const isAsked = ({ ok, changed }: Report, { notifyOn }: Channels, recovered: boolean): boolean => {
  switch (notifyOn) {
    case 'always':
      return true
    case 'change':
      return !ok || changed || recovered
    case 'failure':
      return !ok
  }
}

const keepIssue = (
  context: Context,
  { subject, token }: Sending,
  report: Report,
): Promise<Done> => {
  const api = restApiOf(context, token)
  const { repository } = subject.run
  return report.ok
    ? endTrouble(api, repository, troubleKey(subject), overWords(subject))
    : reportTrouble(api, repository, troubleOf(subject, report))
}

const messages = ({ subject, channels }: Sending, report: Report, recovered: boolean) => {
  const { slack, webhook, heartbeat } = channels
  const asked = isAsked(report, channels, recovered)
  return [
    { name: 'slack-webhook', url: asked ? slack : undefined, body: slackMessage(subject, report) },
    { name: 'webhook', url: asked ? webhook : undefined, body: webhookMessage(subject, report) },
    // Silence is the alarm: whoever waits for it hears of a failure, and of a run that never began.
    { name: 'heartbeat-url', url: report.ok ? heartbeat : undefined, body: undefined },
  ].flatMap(({ name, url, body }) => (url === undefined ? [] : [{ name, url, body }]))
}

/** Tells others what became of a step. Whatever fails here is a warning: the outcome stays what it is. */
export const sendReport = async (
  given: Context,
  sending: Sending,
  report: Report,
): Promise<void> => {
  const { secrets, log } = given
  secrets.keep(secretsOf(sending.channels))
  const signal = AbortSignal.any([given.signal, AbortSignal.timeout(limitMs)])
  const context = { ...given, signal }
  const issue = sending.channels.issue ? await keepIssue(context, sending, report) : undefined
  if (issue !== undefined && 'why' in issue) log.warning(`report-issue: ${issue.why}`)
  if (issue !== undefined && 'did' in issue) log.info(`report-issue: ${issue.did}`)
  const recovered = issue !== undefined && 'did' in issue && issue.did === 'closed'
  const calls = messages(sending, report, recovered).map(async ({ name, url, body }) => {
    const why = await callWebhook(url, body, { fetchLike: fetch, signal })
    if (why === undefined) log.info(`${name}: told`)
    else log.warning(`${name}: ${why}; nobody was told there`)
  })
  await Promise.all(calls)
}
