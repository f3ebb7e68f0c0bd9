import { describe, expect, test } from '@jest/globals'
import type { Ran } from '../../../src/config/programs.ts'
import { isKamalSecrets, kamalSecrets } from '../../../src/config/secrets/kamal-command.ts'
import { shellSplit } from '../../../src/config/secrets/shell-words.ts'
import { programsOf } from '../../support/programs.ts'

type Table = Readonly<Record<string, string | Partial<Ran>>>

const ask = (command: string, table: Table = {}, env: Record<string, string> = {}) => {
  const programs = programsOf(table)
  const answer = kamalSecrets(`kamal secrets ${command}`, { env, programs, values: [['A', '1']] })
  const lines = programs.calls.map(({ line }) => line)
  return { answer, lines, calls: programs.calls }
}

/** What was fetched, from the words that Kamal would hand on. */
const fetched = (command: string, table: Table, env: Record<string, string> = {}) => {
  const { answer, lines } = ask(`fetch ${command}`, table, env)
  if ('wrong' in answer) throw new Error(`${answer.wrong}\n${lines.join('\n')}`)
  const found: unknown = JSON.parse(shellSplit(answer.out)?.[0] ?? '')
  return found
}

const json = JSON.stringify

describe('every password manager is asked by its own command line', () => {
  test.each<[string, string, Table, unknown, Record<string, string>?]>([
    [
      'several fields of a 1Password item, with a name that has blanks',
      '--adapter 1password --account me --from "op://My Vault/App one" PASSWORD section/KEY',
      {
        'op account get --account me': '',
        'op item get App one --vault My Vault --format json --account me --fields label=PASSWORD,label=section.KEY':
          json([
            { reference: 'op://My Vault/App one/PASSWORD', value: 'p$w' },
            { reference: 'op://My Vault/App one/section/KEY', value: 'k' },
          ]),
      },
      { 'My Vault/App one/PASSWORD': 'p$w', 'My Vault/App one/section/KEY': 'k' },
    ],
    [
      'one 1Password field, after a login',
      '-a 1password --account=me Vault/Item',
      {
        'op account get --account me': { status: 1 },
        'op signin --account me --force --raw': 'session\n',
        'op item get Item --vault Vault --format json --account me --session session --fields label=password':
          json({ reference: 'op://Vault/Item/password', value: 'p' }),
      },
      { 'Vault/Item': 'p' },
    ],
    [
      'a whole 1Password item',
      '--adapter 1password --account me --from Vault/Item',
      {
        'op account get --account me': '',
        'op item get Item --vault Vault --format json --account me': json({
          fields: [
            { reference: 'op://Vault/Item/A', value: '1' },
            { reference: 'op://Vault/Item/B' },
          ],
        }),
      },
      { 'Vault/Item/A': '1', 'Vault/Item/B': null },
    ],
    [
      'LastPass',
      '--adapter lastpass --account me@x --from Folder A B',
      {
        'lpass status --color never': 'Logged in as me@x.\n',
        'lpass show Folder/A Folder/B --json': json([
          { fullname: 'Folder/A', password: '1' },
          { fullname: 'Folder/B', password: '2' },
        ]),
      },
      { 'Folder/A': '1', 'Folder/B': '2' },
    ],
    [
      'Bitwarden, unlocked here',
      '--adapter bitwarden --account me item other/FIELD all',
      {
        'bw status': json({ status: 'unlocked' }),
        'bw sync': '',
        'bw get item item': json({ login: { password: 'p' } }),
        'bw get item other': json({ fields: [{ name: 'FIELD', value: 'f' }] }),
        'bw get item all': json({
          fields: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        }),
      },
      { item: 'p', 'other/FIELD': 'f', 'all/X': '1', 'all/Y': '2' },
    ],
    [
      'Bitwarden for machines, by id',
      '--adapter bitwarden-sm id-1',
      { 'bws run echo OK': 'OK', 'bws secret get id-1': json({ key: 'K', value: 'v' }) },
      { K: 'v' },
    ],
    [
      'Bitwarden for machines, a whole project',
      '--adapter bitwarden-sm --from project all',
      { 'bws run echo OK': 'OK', 'bws secret list project': json([{ key: 'K', value: 'v' }]) },
      { K: 'v' },
    ],
    [
      'AWS, with tables and texts',
      '--adapter aws_secrets_manager --account prod app/db app/token',
      {
        'aws secretsmanager batch-get-secret-value --secret-id-list app/db app/token --profile prod --output json':
          json({
            SecretValues: [
              { Name: 'app/db', SecretString: json({ user: 'u', port: 5432 }) },
              { Name: 'app/token', SecretString: 'plain' },
            ],
            Errors: [],
          }),
      },
      { 'app/db/user': 'u', 'app/db/port': '5432', 'app/token': 'plain' },
    ],
    [
      'Doppler, by project and configuration',
      '--adapter doppler --from shop/prd A B',
      {
        'doppler me --json': '{}',
        'doppler secrets get A B --json -p shop -c prd': json({
          A: { computed: '1' },
          B: { computed: '2' },
        }),
      },
      { A: '1', B: '2' },
    ],
    [
      'Doppler, by the token of a service',
      '--adapter doppler A',
      { 'doppler me --json': '{}', 'doppler secrets get A --json': json({ A: { computed: '1' } }) },
      { A: '1' },
      { DOPPLER_TOKEN: 'dp.st.prd.x' },
    ],
    [
      'Enpass',
      '--adapter enpass --from /vault Item/KEY Whole',
      {
        'enpass-cli -json -vault /vault show Item Whole': json([
          { title: 'Item', label: 'KEY', password: '1' },
          { title: 'Item', label: 'OTHER', password: '2' },
          { title: 'Whole', label: '', password: '3' },
        ]),
      },
      { 'Item/KEY': '1', Whole: '3' },
    ],
    [
      'Google, as another account, with project and version',
      '--adapter gcp --account "me@x|robot@y" --from shop KEY other/2',
      {
        'gcloud auth list --format=json': json([{ account: 'me@x' }]),
        'gcloud secrets versions access latest --secret=KEY --project=shop --account=me@x --impersonate-service-account=robot@y --format=json':
          json({ payload: { data: 'w6k=' } }),
        'gcloud secrets versions access 2 --secret=other --project=shop --account=me@x --impersonate-service-account=robot@y --format=json':
          json({ payload: { data: 'eA==' } }),
      },
      { 'shop/KEY': 'é', 'shop/other': 'x' },
    ],
    [
      'Passbolt, in folders of folders',
      '--adapter passbolt --from Top/Sub KEY',
      {
        'passbolt verify': '',
        'passbolt list folders --filter Name == "Top" --json': json([
          { id: '1', name: 'Top', folder_parent_id: '' },
        ]),
        'passbolt list folders --filter Name == "Sub" && FolderParentID == "1" --json': json([
          { id: '2', name: 'Sub', folder_parent_id: '1' },
        ]),
        'passbolt list resources --filter (Name == "KEY" && FolderParentID == "2") --folder 1 --folder 2 --json':
          json([{ name: 'KEY', password: 'p' }]),
      },
      { KEY: 'p' },
    ],
  ])('%s', (_, command, table, found, env = {}) => {
    expect(fetched(command, table, env)).toEqual(found)
  })

  test('a session of Bitwarden is in the environment, not in the command line', () => {
    const statuses = [{ status: 'locked' }, { status: 'unlocked' }]
    const { calls } = ask('fetch --adapter bitwarden --account me x', {
      'bw status': json(statuses[0]),
      'bw unlock --raw': 'key\n',
    })
    expect(calls.map(({ line, given }) => [line, given.env['BW_SESSION']])).toEqual([
      ['bw status', undefined],
      ['bw unlock --raw', undefined],
      ['bw status', 'key'],
    ])
  })
})

test.each([
  ['extract A \'{"A":"1","x/A":"2"}\'', '1'],
  ['extract A \'{"v/i/B":"1","v/i/A":"2"}\'', '2'],
  ['extract i/A \'{"v/i/A":"2"}\' --inline', '2'],
  ['extract A \\{\\"A\\":\\"p\\$w\\"\\}', 'p$w'],
  ['extract A \'{"A":{"b":1}}\'', '{"b":1}'],
  ['print', 'A=1'],
])('%s', (command, out) => {
  expect(ask(command).answer).toEqual({ out })
})

test.each([
  ['kamal secrets fetch', true],
  [' bundle exec kamal secrets print', true],
  ['bin/kamal secrets extract A', true],
  ['kamal secret fetch', false],
  ['echo kamal secrets fetch', false],
])('%j is for us: %s', (command, ours) => {
  expect(isKamalSecrets(command)).toBe(ours)
})
