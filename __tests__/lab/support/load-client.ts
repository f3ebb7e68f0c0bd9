import { startLoad, type LoadOptions } from '../../../lab/kit/load.ts'

/** A process that only sends requests, until it is told to stop by the end of its standard input. */
const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions

const load = startLoad(options)
process.stdin.resume().on('end', () => {
  void load.stop().then(({ versions, ...rest }) => {
    process.stdout.write(JSON.stringify({ ...rest, versions: [...versions] }))
  })
})
