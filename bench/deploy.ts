/** Measures deploy and rollback on the lab that is up; bench/README.md says how. Asserts no time. */
import { loadavg } from 'node:os'
import { measure } from './case.ts'
import { readOptions, type Options } from './options.ts'
import { row, tableHead } from './report.ts'
import { enoughHosts, makeImages } from './shop.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const load = (): string => `load average ${loadavg()[0]?.toFixed(1) ?? ''}`

const optionsOrExit = (): Options => {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(
      `bench/deploy: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(2)
  }
}

const options = optionsOrExit()
const all = await enoughHosts(Math.max(...options.hosts))
await makeImages()
const rows: string[] = []
for (const roundTrip of options.delay)
  for (const count of options.hosts) {
    const what = { ...options, hosts: all.slice(0, count), roundTrip }
    say(`\n== ${count} host${count === 1 ? '' : 's'}, ${roundTrip} ms round trip (${load()})`)
    const series = await measure(what, (text) => say(`   ${text}`))
    rows.push(...series.map((one) => row(what, one)))
  }
say(
  `\nMedians of ${options.runs} runs in seconds (${load()}):\n\n${tableHead()}\n${rows.join('\n')}`,
)
