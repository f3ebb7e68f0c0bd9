const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json' }] },
  clearMocks: true,
}

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/__tests__/lab/', '/__tests__/contract/'],
    },
    {
      ...shared,
      displayName: 'contract',
      testMatch: ['<rootDir>/__tests__/contract/**/*.test.ts'],
    },
    { ...shared, displayName: 'lab', testMatch: ['<rootDir>/__tests__/lab/**/*.test.ts'] },
  ],
}
