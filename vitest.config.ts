import { defineConfig } from "vitest/config";

// Two projects: `unit` is what `npm test` runs and stays under three minutes on two cores; `slow` starts real
// processes, kills them, and talks to other programs.
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
          include: ["src/**/*.test.ts", "test/{sweep,ratchets,stacks}/**/*.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "slow",
          include: ["test/{crash,packaged,tools,examples,large}/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          globalSetup: ["test/real/build.ts"],
        },
      },
    ],
  },
});
