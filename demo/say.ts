const write = (text: string): void => void process.stdout.write(`${text}\n`)

/** A part of the demo begins. */
export const heading = (text: string): void => write(`\n== ${text}\n`)

export const say = (text: string): void => write(`   ${text}`)

/** A line of somebody else's: the runner's log, the job summary. */
export const quote = (line: string): void => write(`   | ${line}`.trimEnd())

export const quoteAll = (text: string): void => text.trimEnd().split('\n').forEach(quote)
