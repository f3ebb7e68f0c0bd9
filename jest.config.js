const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // By `isolatedModules` in tsconfig.json files are only transpiled: types have a step of their own.
  transform: { '\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json' }] },
  clearMocks: true,
}

/** Folders with a project of their own. */
const apart = [
  '/node_modules/',
  '/__tests__/lab/',
  '/__tests__/workflows/',
  '/__tests__/contract/',
  '/__tests__/postgres/real/',
]

const folder = (name, path = name) => ({
  ...shared,
  displayName: name,
  testMatch: [`<rootDir>/__tests__/${path}/**/*.test.ts`],
})

export default {
  // jest leaves a core free; on a runner with two that is half of them.
  maxWorkers: '100%',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: [...apart, '\\.system\\.test\\.ts$'],
    },
    {
      ...shared,
      displayName: 'system',
      testMatch: ['<rootDir>/__tests__/**/*.system.test.ts'],
      testPathIgnorePatterns: apart,
    },
    folder('contract'),
    folder('postgres', 'postgres/real'),
    folder('lab'),
    folder('workflows'),
  ],
}
