import { Buffer } from 'node:buffer'
import { AdapterError, fieldsOf, json, listOf, prefixed, stringOf, textOrNull } from './adapter.ts'
import type { Adapter, Found } from './adapter.ts'

/** A secret that holds a JSON table is one secret per key. */
const unfolded = ({ Name, SecretString }: Readonly<Record<string, unknown>>): Found => {
  const [name, text] = [stringOf(Name), stringOf(SecretString)]
  try {
    const table: unknown = JSON.parse(text)
    if (typeof table !== 'object' || table === null) return { [name]: textOrNull(table) }
    return Object.fromEntries(
      Object.entries(table).map(([key, value]) => [`${name}/${key}`, textOrNull(value)]),
    )
  } catch {
    return { [name]: text }
  }
}

export const awsSecretsManager: Adapter = {
  title: 'AWS Secrets Manager',
  program: 'aws',
  needsAccount: false,
  login: () => undefined,
  fetch: (request, tool) => {
    const names = prefixed(request)
    const profile = request.account === undefined ? [] : ['--profile', request.account]
    const args = ['secretsmanager', 'batch-get-secret-value', '--secret-id-list', ...names]
    const failure = `Could not read ${names.join(', ')} from AWS Secrets Manager`
    const answer = fieldsOf(
      json(tool.ask([...args, ...profile, '--output', 'json'], failure), 'aws'),
    )
    const errors = listOf(answer['Errors'])
    if (errors.length > 0) {
      const told = errors.map(
        ({ SecretId, Message }) => `${stringOf(SecretId)}: ${stringOf(Message)}`,
      )
      throw new AdapterError(told.join(' '))
    }
    return Object.assign({}, ...listOf(answer['SecretValues']).map(unfolded)) as Found
  },
}

/** `USER`, `USER|SERVICE_ACCOUNT[,SERVICE_ACCOUNT]`; `default` is the user that gcloud is set to. */
const identityOf = (account: string): readonly string[] => {
  const [user = 'default', ...services] = account.split('|')
  return [
    ...(user === 'default' ? [] : [`--account=${user}`]),
    ...(services.length === 0 ? [] : [`--impersonate-service-account=${services.join('|')}`]),
  ]
}

export const gcpSecretManager: Adapter = {
  title: 'Google Secret Manager',
  program: 'gcloud',
  needsAccount: true,
  login: (_, tool) => {
    const isIn = (): boolean =>
      listOf(
        json(tool.ask(['auth', 'list', '--format=json'], 'could not login to gcloud'), 'gcloud'),
      ).length > 0
    if (isIn()) return undefined
    tool.succeeds(['auth', 'login'])
    if (!isIn()) throw new AdapterError('could not login to gcloud')
    return undefined
  },
  fetch: (request, tool) =>
    Object.fromEntries(
      prefixed(request).map((secret) => {
        const parts = secret.split('/')
        const [project = '', name = '', version = 'latest'] =
          parts.length === 1 ? ['default', ...parts] : parts
        const args = [
          ...['secrets', 'versions', 'access', version, `--secret=${name}`],
          ...(project === 'default' ? [] : [`--project=${project}`]),
          ...identityOf(request.account ?? 'default'),
          '--format=json',
        ]
        const item = `${project}/${name}`
        const answer = fieldsOf(
          json(tool.ask(args, `Could not read ${item} from Google Secret Manager`), 'gcloud'),
        )
        const data = stringOf(fieldsOf(answer['payload'])['data'])
        return [item, Buffer.from(data, 'base64').toString('utf8')]
      }),
    ),
}

const hasServiceToken = (token: string | undefined): boolean => token?.startsWith('dp.st') === true

export const doppler: Adapter = {
  title: 'Doppler',
  program: 'doppler',
  needsAccount: false,
  login: (_, tool) => {
    if (!tool.succeeds(['me', '--json'])) tool.ask(['login', '-y'], 'Failed to login to Doppler')
    return undefined
  },
  fetch: (request, tool) => {
    const names = prefixed(request)
    const [project, config] = (names[0] ?? '').split('/')
    const token = hasServiceToken(request.env['DOPPLER_TOKEN'])
    if (!token && (!project || !config)) {
      throw new AdapterError("Missing project or config from '--from=project/config' option")
    }
    const flags = token ? [] : ['-p', project ?? '', '-c', config ?? '']
    const last = names.map((name) => name.split('/').at(-1) ?? '')
    const failure = `Could not read ${names.join(', ')} from Doppler`
    const answer = fieldsOf(
      json(tool.ask(['secrets', 'get', ...last, '--json', ...flags], failure), 'doppler'),
    )
    return Object.fromEntries(
      Object.entries(answer).map(([key, value]) => [key, textOrNull(fieldsOf(value)['computed'])]),
    )
  },
}
