/** bin/test interop --kamal PATH: the real Kamal and we deploy to the lab's hosts in turn. */
import { labHosts } from '../../lab/kit/lab.ts'
import { makeService } from '../lab/support/service.ts'
import { kamalOverrides, takeTurns } from './turns.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const [path = ''] = process.argv.slice(2)
const service = makeService('interop', labHosts(2), kamalOverrides())
try {
  for (const version of ['v1', 'v2', 'v3']) await service.image(version)
  const wrong = await takeTurns({ path }, service, (title) => say(`-- ${title}`))
  for (const line of wrong) say(`WRONG: ${line}`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  await service.remove()
}
