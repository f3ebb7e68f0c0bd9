import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, ClientChannel } from 'ssh2'
import { SeaworthyError } from '../base/error.ts'
import { whenAborted } from './abort.ts'
import { openChannel } from './channel.ts'

/** Opens channels that run a command. */
export type OpenSession = (command: string, signal: AbortSignal) => Promise<ClientChannel>

const refused = (name: string, cause: unknown): SeaworthyError =>
  new SeaworthyError('host-unreachable', `The SSH server of ${name} runs no command for us.`, {
    hint: 'It lets the user log in, but not run `sh`: see MaxSessions, ForceCommand and the login shell of that user.',
    evidence: [cause instanceof Error ? cause.message : String(cause)],
    cause,
  })

/** Who waits for a session to end. */
const waitingRoom = () => {
  const waiting = new Set<() => void>()
  return {
    wakeAll: (): void => waiting.forEach((wake) => wake()),
    wait: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        const wake = (): void => {
          waiting.delete(wake)
          release()
          resolve()
        }
        waiting.add(wake)
        const release = whenAborted(signal, (reason) => {
          waiting.delete(wake)
          reject(reason)
        })
      }),
  }
}

/**
 * sshd sweeps up a session only after it has read all that has arrived, so one that is asked for right
 * behind the end of another may still be refused: ask again so often, every so many milliseconds.
 */
const afterthoughts = 4
const pauseMs = 25

/** The sessions that are open now, and how many have ended. */
const slotsOf = (client: Client) => {
  const count = { active: 0, ended: 0 }
  const room = waitingRoom()
  const tryToOpen: OpenSession = async (command, signal) => {
    count.active += 1
    try {
      const channel = await openChannel((opened) => client.exec(command, opened), signal)
      channel.once('close', () => {
        count.active -= 1
        count.ended += 1
        room.wakeAll()
      })
      return channel
    } catch (error) {
      count.active -= 1
      throw error
    }
  }
  return { count, tryToOpen, anotherEnds: room.wait }
}

/**
 * Sessions of one connection. A server allows only so many at a time (MaxSessions, 10 as delivered);
 * one that it refuses while others go on waits until one of those has ended, and asks again.
 * `onRefusal` is called for every refusal, and may end sessions that can be done without.
 */
export const sessionsOf = (
  name: string,
  client: Client,
  onRefusal: () => void = () => undefined,
): OpenSession => {
  const { count, tryToOpen, anotherEnds } = slotsOf(client)
  return async (command, signal) => {
    let patience = afterthoughts
    for (let attempt = 0; attempt < 1000; attempt += 1) {
      const { ended } = count
      try {
        return await tryToOpen(command, signal)
      } catch (error) {
        if (signal.aborted) throw signal.reason
        onRefusal()
        if (count.ended !== ended) patience = afterthoughts
        if (patience === 0 && count.active === 0) throw refused(name, error)
      }
      if (patience > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      else await anotherEnds(signal)
      patience = patience > 0 ? patience - 1 : afterthoughts
    }
    throw refused(name, new Error('1000 attempts'))
  }
}
