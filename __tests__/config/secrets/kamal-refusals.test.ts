import { describe, expect, test } from '@jest/globals'
import type { Ran } from '../../../src/config/programs.ts'
import { kamalSecrets } from '../../../src/config/secrets/kamal-command.ts'
import { programsOf } from '../../support/programs.ts'

type Table = Readonly<Record<string, string | Partial<Ran>>>

const json = JSON.stringify

describe('what a password manager can be refused for', () => {
  test.each<[string, string, Table?]>([
    ['fetch A', "No value provided for required options '--adapter'"],
    [
      'fetch --adapter vault A',
      'Unknown secrets adapter: vault (there are 1password, lastpass, bitwarden, bitwarden-sm, aws_secrets_manager, doppler, enpass, gcp, passbolt)',
    ],
    ['fetch --adapter 1password A', "No value provided for required options '--account'"],
    ['fetch --adapter doppler --nope A', 'kamal secrets does not know --nope'],
    ['fetch --adapter doppler "A', 'a quote is not closed'],
    [
      'fetch --adapter aws_secrets_manager A',
      'AWS Secrets Manager CLI is not installed: there is no aws',
    ],
    [
      'fetch --adapter passbolt A',
      'Failed to login to Passbolt: no server',
      { 'passbolt verify': { status: 1, err: 'x\nno server\n' } },
    ],
    [
      'fetch --adapter passbolt A',
      'Failed to login to Passbolt: passbolt did not end in time',
      { 'passbolt verify': { status: undefined } },
    ],
    [
      'fetch --adapter aws_secrets_manager A',
      'aws did not answer in JSON',
      { 'aws secretsmanager batch-get-secret-value --secret-id-list A --output json': 'oops' },
    ],
    [
      'fetch --adapter aws_secrets_manager A',
      'A: none',
      {
        'aws secretsmanager batch-get-secret-value --secret-id-list A --output json': json({
          Errors: [{ SecretId: 'A', Message: 'none' }],
        }),
      },
    ],
    [
      'fetch --adapter lastpass --account me A',
      'Could not find A in LastPass',
      {
        'lpass status --color never': { status: 1 },
        'lpass login me': '',
        'lpass show A --json': '[]',
      },
    ],
    [
      'fetch --adapter bitwarden-sm',
      'You must specify what to retrieve from Bitwarden Secrets Manager',
      { 'bws run echo OK': '' },
    ],
    [
      'fetch --adapter doppler A',
      "Missing project or config from '--from=project/config' option",
      { 'doppler me --json': '' },
    ],
    ['extract A', 'kamal secrets extract wants a name and what fetch printed'],
    ['extract A nothing', 'there is nothing to extract A from: the fetch before gave no JSON'],
    ['extract A \'{"B":"1"}\'', 'Could not find secret A'],
    ['list', 'kamal secrets knows fetch, extract and print'],
  ])('%s: %s', (command, message, table = {}) => {
    expect(
      kamalSecrets(`kamal secrets ${command}`, {
        env: {},
        programs: programsOf(table),
        values: [],
      }),
    ).toEqual({ wrong: message })
  })
})
