import { defineConfig } from "vitest/config";

// `unit` is what `npm test` runs. The others start real processes: `tools` talks to other programs, two files at a time, for most of it is
// waiting; `slow` kills them and measures them, and has the machine for itself.
export default defineConfig({
  test: {
    pool: "threads",
    isolate: false,
    setupFiles: ["test/property-seed.ts"],
    // Imports of CommonJS packages behave as in Node.
    deps: { interopDefault: false },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "test/{corpus,sweep,ratchets,stacks}/**/*.test.ts"],
          // The first call of a service reads it in: seconds where its sources are compiled on the way, and more where others work.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "tools",
          include: ["test/{tools,examples}/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          globalSetup: ["test/real/build.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "slow",
          include: ["test/{crash,packaged,large}/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          globalSetup: ["test/real/build.ts"],
        },
      },
    ],
  },
});
