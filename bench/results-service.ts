/** The artifact service in a process of its own; prints a job's variables, and ends with its input. */
import { startResultsService } from '../__tests__/support/results-service/start.ts'

const service = await startResultsService()
process.stdout.write(`${JSON.stringify(service.env())}\n`)
process.stdin.resume().on('end', () => void service.close())
