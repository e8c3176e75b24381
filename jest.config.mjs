// Tests run in plain Node: native ESM, one module graph per worker, TypeScript through the loader.
export default {
  runner: 'jest-light-runner',
  transform: {},
  testMatch: [
    '<rootDir>/src/**/*.spec.ts',
    '<rootDir>/test/**/*.spec.ts',
    '<rootDir>/test/**/*.e2e-spec.ts',
  ],
};
