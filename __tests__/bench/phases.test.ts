import { expect, test } from '@jest/globals'
import { phaseNames, phasesOf } from '../../bench/phases.ts'

const timeline = `
section 127.0.77.1
prepare :0, 300
stage :300, 700
switch :1400, 1500
finish :1700, 1750
finish :2000, 2300
section 127.0.77.2
prepare :0, 350
stage :701, 1390
switch :1501, 1690
finish :1751, 1999
`

test('a phase lasts until the next one begins on any host, and the sum is the wall time', () => {
  const phases = phasesOf(timeline, 600, 3000)
  expect(phases).toEqual({
    look: 600,
    prepare: 300,
    stage: 1100,
    switch: 300,
    finish: 600,
    end: 100,
  })
  expect(phaseNames.reduce((sum, name) => sum + phases[name], 0)).toBe(3000)
})

test('a run that never switched is not divided', () => {
  const halted = 'prepare :0, 300\nstage failed :crit, 300, 5300\nstage :300, 700\n'
  expect(() => phasesOf(halted, 600, 6000)).toThrow('The timeline has no switch')
})
