import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { engine, onHost, root, type LabHost } from './lab.ts'

const said = async (host: LabHost, command: string, input?: string): Promise<void> => {
  const options = { timeoutMs: 120_000, ...(input === undefined ? {} : { input }) }
  const { code, stderr } = await onHost(host, command, options)
  if (code !== 0) throw new Error(`${host.name}: ${command}: ${stderr}`)
}

const folder = '/srv/packages'

/**
 * Lets apt of a host without Docker have Debian's packages of it, from a folder of its own: hosts of
 * the lab can't reach a mirror. They are packed anew from what another host has installed.
 */
export const offerDocker = async (host: LabHost, from: LabHost): Promise<void> => {
  await said(
    from,
    `bash -s -- ${folder}`,
    readFileSync(join(root, 'lab/inside/pack-docker'), 'utf8'),
  )
  const here = mkdtempSync(join(tmpdir(), 'seaworthy-packages-'))
  try {
    await engine('cp', `${from.container}:${folder}`, here)
    await engine('cp', join(here, basename(folder)), `${host.container}:${dirname(folder)}`)
  } finally {
    rmSync(here, { recursive: true, force: true })
    await said(from, `rm -rf ${folder}`)
  }
  await said(
    host,
    `rm -f /etc/apt/sources.list.d/*; echo 'deb [trusted=yes] file:${folder} ./' >/etc/apt/sources.list`,
  )
}

/** Pushes an image that a host has to the lab's registry, under another name. */
export const pushFrom = async (
  host: LabHost,
  image: string,
  as: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> => {
  const [server = ''] = as.split('/')
  const docker = 'docker --config /tmp/push'
  await said(
    host,
    `${docker} login -u ${username} --password-stdin ${server} && docker tag ${image} ${as} && ${docker} push -q ${as}; code=$?; docker rmi ${as} >/dev/null; rm -rf /tmp/push; exit $code`,
    password,
  )
}
