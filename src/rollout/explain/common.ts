import {
  execFormat,
  missingCommand,
  noSpace,
  takenPort,
  unwrapped,
} from '../diagnosis/docker-words.ts'
import { inLine } from '../diagnosis/text.ts'
import { groupIn, type Judge } from './refusal.ts'

/** `printf: I/O error` is how dash says that a disk is full [tried]. */
export const diskFull: Judge = ({ host, said }) =>
  noSpace.test(said) || /printf: (?:write|I\/O) error/.test(said)
    ? {
        code: 'disk-full',
        why: `the disk of ${host} is full`,
        hint: `free space on ${host} (docker system df shows what Docker holds), or keep fewer old versions (retain_containers)`,
      }
    : undefined

export const imageGone: Judge = ({ host, said }) => {
  const image = groupIn(/no such image: (\S+)|unable to find image '([^']+)'/i, said)
  if (image === undefined) return undefined
  return {
    code: 'image-missing',
    why: `${host} does not have the image ${image}`,
    hint: `deploy again, so that ${host} pulls it; look for a job there that prunes images`,
  }
}

const wrongArchitecture: Judge = ({ host, said }) =>
  execFormat.test(said)
    ? {
        code: 'image-wrong-architecture',
        why: `the image cannot run on the architecture of ${host} (${inLine(unwrapped(said), 120)})`,
        hint: 'set builder/arch in deploy.yml to the architecture of the host; a script that is the command needs its #! line',
      }
    : undefined

const noCommand: Judge = ({ said }) => {
  const missing = missingCommand(said)
  if (missing === undefined) return undefined
  const name = JSON.stringify(inLine(missing.command, 80))
  return {
    code: 'docker-refused',
    why:
      missing.kind === 'absent'
        ? `the image has no command ${name}`
        : `${name} in the image is not executable`,
    hint: "check cmd of the role in deploy.yml, and the image's CMD and ENTRYPOINT",
  }
}

const portInUse: Judge = ({ host, said }) => {
  const port = takenPort(said)
  if (port === undefined) return undefined
  return {
    code: 'docker-refused',
    why: `port ${port} of ${host} is in use already`,
    hint: `find out what holds it (ss -ltnp, docker ps); old and new container run side by side during a rollout, so a role cannot publish a port of the host`,
  }
}

const networkGone: Judge = ({ said }) => {
  const [, name] = /network (\S+) not found/.exec(said) ?? []
  if (name === undefined) return undefined
  return {
    code: 'docker-refused',
    why: `there is no Docker network ${name} on the host`,
    hint: `create it (docker network create ${name}), or correct options/network of the role`,
  }
}

const poolsUsedUp: Judge = ({ host, said }) =>
  /address pools have been fully subnetted|non-overlapping IPv4 address pool/.test(said)
    ? {
        code: 'docker-refused',
        why: 'Docker has no address range left for a network',
        hint: `remove networks that nobody uses (docker network prune) on ${host}`,
      }
    : undefined

const limits: Judge = ({ host, said }) =>
  /cgroup|range of cpus is|minimum memory limit|oom[_-]score/i.test(said)
    ? {
        code: 'docker-refused',
        why: inLine(unwrapped(said)),
        hint: `${host} cannot give such limits: check memory and cpus under options of the role`,
      }
    : undefined

/** Refusals to start a container. */
export const startJudges: readonly Judge[] = [
  wrongArchitecture,
  noCommand,
  portInUse,
  networkGone,
  limits,
]

export const networkJudges: readonly Judge[] = [poolsUsedUp]

/** The engine itself does not answer the login user. */
export const engine: Judge = ({ host, said }) => {
  if (/docker: (?:command )?not found|docker: No such file/.test(said))
    return {
      code: 'docker-refused',
      why: `${host} has no docker command`,
      hint: `install Docker on ${host} (a deploy with \`bootstrap: true\` does), or put docker in the PATH of shells without a terminal`,
    }
  if (
    /permission denied while trying to connect|docker\.sock: connect: permission denied/i.test(said)
  )
    return {
      code: 'docker-refused',
      why: `the login user may not use Docker on ${host}`,
      hint: 'add the user to the group docker (usermod -aG docker USER), then let it log in anew',
    }
  if (!/cannot connect to the docker daemon|is the docker daemon running/i.test(said))
    return undefined
  return {
    code: 'docker-refused',
    why: `Docker does not run on ${host}`,
    hint: `start it (systemctl start docker) and read its log (journalctl -u docker) on ${host}`,
  }
}
