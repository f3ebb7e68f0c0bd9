/** The verdict on one claim about the copy. A check that could not be made has not passed. */
export interface Check {
  readonly name: string
  readonly verdict: 'passed' | 'failed' | 'skipped'
  /** One sentence for people. */
  readonly detail: string
  readonly evidence?: readonly string[]
}

/** At most so many lines of evidence: a broken copy can have a thousand. */
const most = 20

/** Failed with the offenders as evidence, or passed when there are none. */
export const noneOf = (
  name: string,
  offenders: readonly string[],
  { good, bad }: { readonly good: string; readonly bad: string },
): Check => {
  if (offenders.length === 0) return { name, verdict: 'passed', detail: good }
  const more = offenders.length > most ? [`and ${offenders.length - most} more`] : []
  const detail = `${offenders.length} ${bad}`
  return { name, verdict: 'failed', detail, evidence: [...offenders.slice(0, most), ...more] }
}
