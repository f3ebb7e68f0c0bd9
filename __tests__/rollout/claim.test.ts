import { expect, test } from '@jest/globals'
import { claimOf } from '../../src/rollout/seize.ts'
import { sampleAccessory, sampleConfig, sampleProxy } from '../host/sample.ts'

test('a run waits for what kamal-proxy still does of roles and of accessories', () => {
  const front = sampleAccessory({ name: 'front', service: 'app-front', proxy: sampleProxy() })
  const config = sampleConfig({ accessories: [sampleAccessory(), front] })
  expect(claimOf({ config, token: 't' }).services).toEqual(['app-web', 'app-front'])
})
