// The system that the crash suites, the tests of environments and the bench deploy: the learning platform as it was when it had six units and
// no front door. Small enough to be interrupted at each of its steps. Who needs whom is read from the templates' exports and imports.

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
});
