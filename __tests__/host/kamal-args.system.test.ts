import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { envArgs, labelArgs, optionArgs, shellValue } from '../../src/host/kamal-args.ts'
import { shells } from './shells.ts'

/** What Kamal 2.12 says (utils.rb `escape_shell_value`), and what a host with `VAR=v` hears. */
const values: readonly (readonly [string, string, string, string])[] = [
  ['a plain word', 'max', '"max"', 'max'],
  ['spaces', 'a b', '"a b"', 'a b'],
  ['a variable of the host', '${VAR}/x', '"${VAR}/x"', 'v/x'],
  ['a dollar without braces', '$VAR', '"\\$VAR"', '$VAR'],
  ['an open brace that is never closed', '${VAR', '"\\${VAR"', '${VAR'],
  ['a command', '$(id)', '"\\$(id)"', '$(id)'],
  ['a command in backticks', '`id`', '"\\`id\\`"', '`id`'],
  ['double quotes', 'say "hi"', '"say \\"hi\\""', 'say "hi"'],
  ['single quotes', "it's", '"it\'s"', "it's"],
  ['a backslash', 'a\\b', '"a\\\\b"', 'a\\b'],
  ['a line break: two characters', 'a\nb', '"a\\nb"', 'a\\nb'],
  ['a tab: two characters', 'a\tb', '"a\\tb"', 'a\\tb'],
  ['another language, outside the quotes', 'Grüße', '"Gr"üß"e"', 'Grüße'],
  ['only another language', '你好', '你好', '你好'],
  ["Ruby's own escape stays, as with Kamal", 'x#{y}', '"x\\#{y}"', 'x\\#{y}'],
  ['a hash before a dollar', '#$a', '"\\#\\$a"', '\\#$a'],
  ['a harmless hash', '#a', '"#a"', '#a'],
]

describe('a value for the shell of a host', () => {
  test.each(values)('%s', (_title, text, said) => expect(shellValue(text)).toBe(said))

  test.each(
    values.flatMap((row) => shells.map((shell) => [row[0], shell.name, row, shell] as const)),
  )(
    '%s arrives in %s as Kamal has it arrive',
    (_title, _name, [, , said, heard], { command, args }) => {
      const env = { PATH: process.env['PATH'], VAR: 'v' }
      const { stdout } = spawnSync(command, [...args, '-c', `printf '%s' ${said}`], { env })
      expect(stdout.toString()).toBe(heard)
    },
  )
})

describe('environment', () => {
  test.each([
    [{ KEY: 'value' }, ['--env KEY="value"']],
    [{ KEY: true }, ['--env KEY="true"']],
    [{ KEY: false }, ['--env KEY=false']],
    [{ KEY: null }, ['--env KEY']],
    [{ KEY: '' }, ['--env KEY']],
    [{ KEY: ' \t' }, ['--env KEY']],
    [{ HOST_TOKEN: '${HOST_TOKEN}' }, ['--env HOST_TOKEN="${HOST_TOKEN}"']],
    [{ B: '1', A: '2' }, ['--env B="1"', '--env A="2"']],
    [{ '--http-addr': 'x' }, ['--env --http-addr="x"']],
    [{ 'a;id': 'x' }, ['--env \'a;id\'="x"']],
  ])('%j is %j', (clear, args) => expect(envArgs(clear)).toEqual(args))
})

describe('labels and options', () => {
  test.each([
    [{ service: 'app', destination: '' }, ['--label service="app"', '--label destination']],
    [{ 'traefik.http/x-y': ' ' }, ['--label traefik.http/x-y']],
    [{ rule: 'Host(`a`)' }, ['--label rule="Host(\\`a\\`)"']],
  ])('labels %j are %j', (labels, args) => expect(labelArgs(labels)).toEqual(args))

  test('options are flags with a value, or bare', () => {
    const options = [
      { name: 'memory', value: '512m' },
      { name: 'init', value: true },
      { name: 'add-host', value: 'a:1.2.3.4' },
    ] as const
    expect(optionArgs(options)).toEqual(['--memory "512m"', '--init', '--add-host "a:1.2.3.4"'])
  })
})
