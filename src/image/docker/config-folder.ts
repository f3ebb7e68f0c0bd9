import { existsSync, readFileSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, parsed } from '../../base/unknown.ts'
import type { RegistryLogin } from '../order.ts'
import { loginKeyOf } from '../registry/endpoint.ts'

type Json = Readonly<Record<string, unknown>>

const table = (value: unknown): Json => (isRecord(value) ? value : {})

/**
 * The client's settings with our login on top. Logins for other registries stay: base images may need
 * them. A helper that keeps passwords elsewhere is switched off for our registry alone.
 */
export const withLogin = (
  config: Json,
  login: RegistryLogin | undefined,
  plugins: string,
): Json => {
  const extra = Array.isArray(config['cliPluginsExtraDirs']) ? config['cliPluginsExtraDirs'] : []
  const base = { ...config, cliPluginsExtraDirs: [...(extra as readonly unknown[]), plugins] }
  if (login === undefined) return base
  const key = loginKeyOf(login.server)
  const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64')
  return {
    ...base,
    auths: { ...table(config['auths']), [key]: { auth } },
    credHelpers: { ...table(config['credHelpers']), [key]: '' },
  }
}

const readJson = (file: string): Json =>
  existsSync(file) ? table(parsed(readFileSync(file, 'utf8'))) : {}

/**
 * A folder for DOCKER_CONFIG of this step alone, in `workplace`, which is 0700: the user's settings in
 * `from` as they are, contexts and plugins among them, and our login, which no other step ever sees.
 */
export const makeDockerConfig = async (
  workplace: string,
  from: string,
  login: RegistryLogin | undefined,
): Promise<string> => {
  const folder = join(workplace, 'docker')
  await mkdir(folder, { mode: 0o700 })
  const config = withLogin(readJson(join(from, 'config.json')), login, join(from, 'cli-plugins'))
  await writeFile(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 })
  if (existsSync(join(from, 'contexts')))
    await symlink(join(from, 'contexts'), join(folder, 'contexts'))
  return folder
}
