import { notAllowedCode, notInstalledCode, silentCode } from '../../host/render-ground.ts'
import type { Refusal } from './refusal.ts'

/** Why Docker could not be installed. */
export const groundRefusal = (host: string, code: number): Refusal | undefined => {
  const install = `Install Docker Engine on ${host} yourself, and run it again.`
  switch (code) {
    case notAllowedCode:
      return {
        code: 'docker-refused',
        why: 'the login user is not root, and may not use sudo without a password',
        hint: `Set ssh/user to one who may. ${install}`,
      }
    case notInstalledCode:
      return {
        code: 'docker-refused',
        why: "neither the distribution's packages nor Docker's own script could be had",
        hint: `Let ${host} reach its package mirrors or https://get.docker.com. ${install}`,
      }
    case silentCode:
      return {
        code: 'docker-refused',
        why: 'it was installed, and does not answer',
        hint: `Read its log on ${host} (journalctl -u docker), and run it again.`,
      }
    default:
      return undefined
  }
}
