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
 * behind the end of another may still be refused: ask again so often, after so many milliseconds.
 */
const afterthoughts = 4
const pauseMs = 25

/**
 * Sessions of one connection. A server allows only so many at a time (MaxSessions, 10 as delivered);
 * one that it refuses while others go on waits until one of those has ended, and asks again.
 */
export const sessionsOf = (name: string, client: Client): OpenSession => {
  let active = 0
  const room = waitingRoom()
  const oneLess = (): void => {
    active -= 1
    room.wakeAll()
  }
  const tryToOpen = async (command: string, signal: AbortSignal): Promise<ClientChannel> => {
    active += 1
    try {
      const channel = await openChannel((opened) => client.exec(command, opened), signal)
      channel.once('close', oneLess)
      return channel
    } catch (error) {
      oneLess()
      throw error
    }
  }
  return async (command, signal) => {
    let alone = 0
    for (let attempt = 0; attempt < 1000; attempt += 1) {
      try {
        return await tryToOpen(command, signal)
      } catch (error) {
        if (signal.aborted) throw signal.reason
        if (active === 0) alone += 1
        if (alone > afterthoughts) throw refused(name, error)
      }
      if (active > 0) await room.wait(signal)
      else await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    }
    throw refused(name, new Error('1000 attempts'))
  }
}
