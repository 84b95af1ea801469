// The learning platform: who needs whom is read from the templates' exports and imports.

import { defineSystem } from "stackyard";

export default defineSystem({
  name: "learning-platform",
  units: {
    infrastructure: { tier: "infrastructure" },
    course: {},
    payment: {},
    user: {},
    content: {},
    progress: {},
  },
  environments: {
    // Card payments are a third party's. Here a stand-in is deployed with the infrastructure; elsewhere the URL of the
    // provider's own test or production system is given instead of "stub".
    dev: { parameters: { CardProvider: "stub" } },
    test: { parameters: { CardProvider: "stub" }, promotesFrom: "dev" },
  },
  // After each release a user pays for a course, reads and makes progress; not in `dev`, where every save would wait for it.
  tests: [{ name: "a user learns", run: "node check.mjs", environments: ["test"] }],
});
