import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A server's own process ends a little after the client that it served has gone.
 * @throws Error of whoever is still there after 10 s.
 */
export const untilEmpty = async (ask: () => Promise<readonly unknown[]>): Promise<void> => {
  for (let round = 0; round < 200; round += 1) {
    if ((await ask()).length === 0) return
    await sleep(50)
  }
  throw new Error(`Still there: ${JSON.stringify(await ask())}`)
}
