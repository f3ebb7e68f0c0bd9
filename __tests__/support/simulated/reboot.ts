import { begin, end, type Machine } from './machine.ts'
import { endScript } from './words.ts'

const awayMs = 3000

/**
 * The host goes down and comes back: scripts and connections are gone; what ran starts again, as
 * `unless-stopped` and `always` have it; the proxy routes as before.
 */
export const reboot = (machine: Machine): void => {
  machine.boots += 1
  machine.down = true
  for (const fail of [...machine.inFlight]) fail()
  for (const script of [...machine.scripts]) endScript(script)
  machine.deploying.splice(0)
  const ran = machine.containers.filter(({ state }) => ['running', 'restarting'].includes(state))
  for (const container of ran) end(machine, container, 137)
  machine.world.clock.in(awayMs, () => {
    machine.down = false
    for (const container of ran)
      if (
        machine.containers.includes(container) &&
        !['no', 'on-failure'].includes(container.restart)
      )
        begin(machine, container)
  })
}
