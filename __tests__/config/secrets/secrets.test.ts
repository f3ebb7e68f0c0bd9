import { describe, expect, test } from '@jest/globals'
import { formatMistake } from '../../../src/config/mistake.ts'
import { readConfig } from '../../../src/config/read.ts'
import { programsOf } from '../../support/programs.ts'
import {
  configOf,
  deployYml,
  mistakesOf,
  readCheckout,
  warningsOf,
  type Checkout,
} from '../support.ts'

const checkout = (secrets: Record<string, string>, more: Partial<Checkout> = {}): Checkout => ({
  files: { 'deploy.yml': deployYml('env: {secret: [A, B:C]}'), ...secrets },
  ...more,
})

const hint = (name: string, file = '.kamal/secrets') =>
  `add the line ${name}=$${name} to ${file} and give the variable to the job`

describe('secrets', () => {
  test('come from the common file and from the one for no destination', () => {
    const { roles } = configOf(
      checkout({ '.kamal/secrets-common': 'A=1\nC=2', '.kamal/secrets': 'C=3' }),
    )
    expect(roles[0]?.env.secret).toEqual({ A: '1', B: '3' })
  })

  test('come from a file of another name where the configuration says so', () => {
    const text = `${deployYml('env: {secret: [A]}')}\nsecrets_path: ops/keys`
    const { roles } = configOf({ files: { 'deploy.yml': text, 'ops/keys': 'A=1' } })
    expect(roles[0]?.env.secret).toEqual({ A: '1' })
  })

  test('with a destination, the plain file is not read', () => {
    const files = {
      '.kamal/secrets': 'A=1\nC=2',
      '.kamal/secrets.eu': 'A=1',
      'deploy.eu.yml': 'labels: {}',
    }
    expect(mistakesOf(checkout(files, { destination: 'eu' }))).toEqual([
      `deploy.yml:5:19 env/secret/1: Secret 'C' not found in .kamal/secrets.eu; ${hint('C', '.kamal/secrets.eu')}`,
    ])
  })

  test('do not come from the environment without a line in a file', () => {
    expect(mistakesOf(checkout({}, { env: { A: '1', C: '2' } }))).toEqual([
      `deploy.yml:5:16 env/secret/0: Secret 'A' not found, no secret files (.kamal/secrets-common, .kamal/secrets) provided; ${hint('A')}`,
      `deploy.yml:5:19 env/secret/1: Secret 'C' not found, no secret files (.kamal/secrets-common, .kamal/secrets) provided; ${hint('C')}`,
    ])
  })

  test('each file is read on its own', () => {
    const files = { '.kamal/secrets-common': 'X=1\nC=1', '.kamal/secrets': 'A=[$X]' }
    expect(configOf(checkout(files)).roles[0]?.env.secret).toEqual({ A: '[]', B: '1' })
  })

  test('commands are run once, in order, with what came before', () => {
    const programs = programsOf({
      'gh token': 'abc\n',
      'echo abc': 'ABC\n',
      'echo eu': 'EU\n',
    })
    const files = {
      '.kamal/secrets.eu': 'S=$(gh token)\nA=$(echo $S)\nC=$(echo $KAMAL_DESTINATION)',
    }
    const more = {
      programs,
      destination: 'eu',
      files: { ...checkout(files).files, 'deploy.eu.yml': 'labels: {}' },
    }
    const result = readCheckout({ ...checkout(files), ...more })
    expect(result).toMatchObject({
      ok: true,
      secrets: expect.arrayContaining(['abc', 'ABC', 'EU']),
    })
    expect(result.ok && result.config.roles[0]?.env.secret).toEqual({ A: 'ABC', B: 'EU' })
    expect(programs.calls.map(({ line }) => line)).toEqual(['gh token', 'echo abc', 'echo eu'])
    expect(programs.calls[0]?.given.env['KAMAL_DESTINATION']).toBe('eu')
  })

  test('no command is run where no secret is needed', () => {
    const programs = programsOf({})
    const files = { 'deploy.yml': deployYml(), '.kamal/secrets': 'A=$(op read x)' }
    expect(readCheckout({ files, programs }).ok).toBe(true)
    expect(programs.calls).toEqual([])
  })

  test('a command whose secret is given need not work on this machine', () => {
    const files: Readonly<Record<string, string>> = {
      'deploy.yml': deployYml('env: {secret: [A, MASTER_KEY]}'),
      '.kamal/secrets': 'A=1\nMASTER_KEY=$(cat config/master.key)',
    }
    const programs = programsOf({ 'cat config/master.key': { status: 1 } })
    const source = { read: (path: string) => files[path], env: {}, programs }
    const result = readConfig(
      { file: 'deploy.yml' },
      { ...source, secrets: { MASTER_KEY: 'k-e-y' } },
    )
    expect(result.ok && result.config.roles[0]?.env.secret).toEqual({ A: '1', MASTER_KEY: 'k-e-y' })
    expect(result.ok && result.warnings).toEqual([])
  })

  test('a command that fails leaves the secret empty, which is refused where it is needed', () => {
    const programs = programsOf({ 'x token --of me': { status: 1 }, y: { status: 3, out: 'some' } })
    const secrets = 'C=$(y)\n  S=$(x token --of me)\nA="$S"\nUNUSED=$(op read x)'
    const result = readCheckout(checkout({ '.kamal/secrets': secrets }, { programs }))
    expect(result.ok ? [] : result.mistakes.map(formatMistake)).toEqual([
      '.kamal/secrets:3:1 A: the secret A is empty: x failed (exit 1); give A in env-file, which stands over this line; one that may be empty is written A=',
    ])
    const good = readCheckout(
      checkout({ '.kamal/secrets': 'C=$(y)\nA=1\nU=$(op read)' }, { programs }),
    )
    expect(good.ok ? good.warnings.map(formatMistake) : []).toEqual([
      '.kamal/secrets:1:1 C: y failed (exit 3); what it printed is used, as by Kamal',
      '.kamal/secrets:3:1 U: op failed (not found); what it printed is used, as by Kamal',
    ])
  })

  test('secrets that are given stand over the files, and are known to them', () => {
    const files = { ...checkout({ '.kamal/secrets': 'A=1\nC=[$TOKEN]' }).files }
    const source = { read: (path: string) => (files as Record<string, string>)[path], env: {} }
    const given = { secrets: { A: 'given', TOKEN: 't' }, programs: programsOf({}) }
    const result = readConfig({ file: 'deploy.yml' }, { ...source, ...given })
    expect(result.ok && result.config.roles[0]?.env.secret).toEqual({ A: 'given', B: '[t]' })
    expect(result.secrets).toEqual(expect.arrayContaining(['given', 't']))
  })

  test('an export without a value stops the file, as it stops dotenv', () => {
    expect(mistakesOf(checkout({ '.kamal/secrets': 'A=1\nC=2\nexport NOPE' }))).toEqual([
      '.kamal/secrets:3:1 Line "export NOPE" has an unset variable',
    ])
  })

  test('a variable that is set nowhere makes an empty secret, with a warning', () => {
    expect(warningsOf(checkout({ '.kamal/secrets': 'A=$TOKEN\nC=2' }))).toEqual([
      '.kamal/secrets:1:1 A: $TOKEN is set neither in the file nor in the environment: it is empty',
    ])
  })

  test('an empty password or key is refused', () => {
    const text = deployYml('ssh: {key_data: [K]}', {
      registry: 'registry: {username: u, password: [P]}',
    })
    expect(mistakesOf({ files: { 'deploy.yml': text, '.kamal/secrets': 'P=$NONE\nK=' } })).toEqual([
      'deploy.yml:3:35 registry/password: the secret P is empty; give P in env-file, or as a variable of the step',
      'deploy.yml:5:18 ssh/key_data/0: the secret K is empty',
    ])
  })

  test('a key in the file itself is taken with a warning, as by Kamal', () => {
    const files = { 'deploy.yml': deployYml('ssh: {key_data: ["-----BEGIN X"]}') }
    expect(configOf({ files }).ssh.keyData).toEqual(['-----BEGIN X'])
    expect(warningsOf({ files })).toEqual([
      'deploy.yml:5:18 ssh/key_data/0: a private key stands in the configuration; ' +
        'put it into .kamal/secrets and name the secret here',
    ])
  })
})

describe('what must be masked is known even when the file is refused', () => {
  const wrong = 'unknown: 1\nssh: {key_data: ["-----BEGIN X"]}\nenv: {secret: [A]}'

  test('literal passwords and keys, and the secrets that were found', () => {
    const registry = 'registry: {username: u, password: hunter2}'
    const result = readCheckout({
      files: { 'deploy.yml': deployYml(wrong, { registry }), '.kamal/secrets': 'A=s3cr3t' },
    })
    expect(result.ok).toBe(false)
    expect(new Set(result.secrets)).toEqual(new Set(['hunter2', '-----BEGIN X', 's3cr3t']))
  })

  test.each([
    ['env: {secret: ["PASSWORD=hunter-2!"]}', 'env/secret/0: not the name of a variable'],
    ['env: {secret: ["A:hunter-2!"]}', 'env/secret/0: should be the name of a secret'],
    ['ssh: {key_data: ["hunter-2!"]}', 'ssh/key_data/0: should be the name of a secret'],
  ])('a value where a name should stand is not repeated: %s', (added, mistake) => {
    const found = mistakesOf({ files: { 'deploy.yml': deployYml(added) } })
    expect(found.join()).toContain(mistake)
    expect(found.join()).not.toContain('hunter')
  })
})
