import { table, words } from '../../base/markdown.ts'
import { duration } from '../../base/time.ts'
import { setOutputs } from '../../github/outputs.ts'
import { appendSummary } from '../../github/summary.ts'
import type { Check } from '../../image/metadata.ts'
import type { Order } from '../../image/order.ts'
import { inCheckout } from '../../image/output.ts'
import type { Context } from '../shared/context.ts'
import { keepReport } from '../shared/report/report.ts'
import { outputNames } from './contract.ts'

export interface Result {
  readonly digest: string
  /** The registry had it already. */
  readonly cached: boolean
  readonly checks: readonly Check[]
}

/** What Docker's build checks found, on the lines of the Dockerfile. */
const annotateChecks = (
  checks: readonly Check[],
  { dockerfile }: Order,
  context: Context,
): void => {
  for (const { rule, message, place } of checks)
    context.log.warning(message, { title: rule, ...inCheckout(place, dockerfile) })
}

const summaryOf = (order: Order, { digest, cached, checks }: Result, ms: number): string =>
  [
    `### ${words(cached ? `${order.version} was built before` : `${order.version} is built and pushed`)}`,
    '',
    table(
      ['', ''],
      [
        ['image', `${order.repository}:${order.version}`],
        ['digest', digest],
        ['platforms', order.platforms.join(', ')],
        [cached ? 'looked up in' : 'built and pushed in', duration(ms)],
        ...(checks.length === 0 ? [] : [['build checks', `${checks.length} not kept`]]),
      ],
    ),
    ...checks.map(
      ({ rule, place }) => `- ${words(`${rule}${place ? ` (line ${place.line})` : ''}`)}`,
    ),
    '',
  ].join('\n')

/** Outputs, annotations, job summary and the last line of the log. */
export const tell = async (
  context: Context,
  order: Order,
  result: Result,
  ms: number,
): Promise<void> => {
  const { digest, cached, checks } = result
  annotateChecks(checks, order, context)
  setOutputs(outputNames, {
    image: `${order.repository}@${digest}`,
    digest,
    version: order.version,
    cached: String(cached),
    seconds: (ms / 1000).toFixed(1),
  })
  const { env, secrets, log } = context
  await appendSummary(env['GITHUB_STEP_SUMMARY'], summaryOf(order, result, ms), secrets.redact)
  const deed = cached ? 'was there already' : 'is pushed'
  const headline = `${order.repository}:${order.version} ${deed}: ${digest}`
  log.info(headline)
  const outcome = cached ? 'cached' : 'pushed'
  // Servers are as they were: to whom that matters, the deploy tells.
  keepReport(context, { ok: true, changed: false, outcome, headline, hint: undefined })
}
