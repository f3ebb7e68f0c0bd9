import { onHost, type LabHost } from '../../../lab/kit/lab.ts'

const rule = 'INPUT -p tcp --dport 22 -j REJECT --reject-with tcp-reset'

const must = async (host: LabHost, command: string): Promise<void> => {
  const { code, stderr } = await onHost(host, command)
  if (code !== 0) throw new Error(`${host.name}: ${command}: ${stderr}`)
}

/** A session may end by itself after it was listed. */
const endSessions =
  'for pid in $(pidof sshd sshd-session); do kill -9 $pid || [ ! -e /proc/$pid ] || exit 1; done'

/** From now on a host serves, but nobody can reach it by SSH; every session is cut. */
export const silence = (host: LabHost): Promise<void> =>
  must(host, `iptables -I ${rule} && ${endSessions}`)

/** The host can be reached again. */
export const hear = (host: LabHost): Promise<void> =>
  must(host, `iptables -D ${rule} && timeout 20 sh -c 'until pidof sshd; do sleep 0.1; done'`)
