import { begin, end, type Container, type Machine } from './machine.ts'
import { endScript } from './words.ts'

const awayMs = 3000
const dockerAwayMs = 700

const comesBack = ({ restart }: Container): boolean => !['no', 'on-failure'].includes(restart)

/** What ran has ended; Docker starts it again when it is back, as each container's policy has it. */
const endAll = (machine: Machine, code: number): (() => void) => {
  machine.deploying.splice(0)
  const ran = machine.containers.filter(({ state }) => ['running', 'restarting'].includes(state))
  for (const container of ran) end(machine, container, code)
  return () => {
    for (const container of ran)
      if (machine.containers.includes(container) && comesBack(container))
        begin(machine, container, 'policy')
  }
}

/**
 * The host goes down and comes back: scripts and connections are gone; what ran starts again, as
 * `unless-stopped` and `always` have it; the proxy routes as before.
 */
export const reboot = (machine: Machine): void => {
  machine.boots += 1
  machine.down = true
  for (const fail of [...machine.inFlight]) fail()
  for (const script of [...machine.scripts]) endScript(script)
  const bringBack = endAll(machine, 137)
  machine.world.clock.in(awayMs, () => {
    machine.down = false
    bringBack()
  })
}

const backAgain = new WeakMap<Machine, () => void>()

/** dockerd ends as it should, and takes its containers along; or is there again. */
export const dockerIsAway = (machine: Machine, away: boolean): void => {
  if (machine.dockerAway === away) return
  machine.dockerAway = away
  if (away) {
    machine.boots += 1
    backAgain.set(machine, endAll(machine, 0))
    for (const fail of [...machine.calls]) fail()
    return
  }
  backAgain.get(machine)?.()
}

/** As a package's upgrade does it: away for a moment; the connections to the host stay. */
export const dockerRestarts = (machine: Machine): void => {
  dockerIsAway(machine, true)
  machine.world.clock.in(dockerAwayMs, () => {
    dockerIsAway(machine, false)
  })
}
