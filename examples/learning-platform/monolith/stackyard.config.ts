// The learning platform as it began: one unit.

import { defineSystem } from "stackyard";

export default defineSystem({
  name: "learning-monolith",
  units: { app: { path: "." } },
  // The same test as that of the system that it became.
  tests: [{ name: "a user learns", run: "node ../check.mjs", environments: ["test"] }],
  environments: { dev: {}, test: { promotesFrom: "dev" } },
});
