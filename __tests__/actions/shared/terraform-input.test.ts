import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from '@jest/globals'
import { readTerraform } from '../../../src/actions/shared/terraform-input.ts'
import { inspectInputs } from '../../../src/github/inputs.ts'

const folder = mkdtempSync(join(tmpdir(), 'terraform-'))
const before = process.env['GITHUB_WORKSPACE']
const json = '{"web_ips": {"sensitive": true, "value": ["10.0.0.1", "10.0.0.2"]}}'
writeFileSync(join(folder, 'outputs.json'), json)

const read = (text: string) => {
  process.env['INPUT_TERRAFORM-OUTPUTS'] = text
  process.env['GITHUB_WORKSPACE'] = folder
  return inspectInputs(['terraform-outputs'], readTerraform)
}

afterEach(() => {
  delete process.env['INPUT_TERRAFORM-OUTPUTS']
  if (before === undefined) delete process.env['GITHUB_WORKSPACE']
  else process.env['GITHUB_WORKSPACE'] = before
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each(['outputs.json', './outputs.json', json, `\n${json}`])(
  'is a file or the text: %j',
  (text) => {
    expect(read(text)).toEqual({
      error: undefined,
      inputs: expect.objectContaining({
        variables: { TF_WEB_IPS: '10.0.0.1,10.0.0.2' },
        sensitive: ['10.0.0.1,10.0.0.2', '10.0.0.1', '10.0.0.2'],
      }),
    })
  },
)

test('may be left out', () => {
  expect(read(' ')).toEqual({ error: undefined, inputs: { variables: {}, sensitive: [] } })
})

test.each([
  ['gone.json', 'Input terraform-outputs names a file that is not there, and is no JSON.'],
  ['.', 'Input terraform-outputs names a file that is not there, and is no JSON.'],
  ['["a"]', 'Input terraform-outputs is no JSON of `terraform output -json`.'],
  [
    '{"a": 1}',
    'Input terraform-outputs has no value for a: give what `terraform output -json` prints, whole.',
  ],
])('is refused: %s', (text, message) => {
  expect(read(text).error).toMatchObject({ code: 'input-invalid', message })
})
