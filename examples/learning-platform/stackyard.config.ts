// The learning platform: who needs whom is read from the templates' exports and imports.

import { defineSystem } from "stackyard";

export default defineSystem({
  name: "learning-platform",
  units: {
    infrastructure: { tier: "infrastructure" },
    "card-provider-stub": { tier: "infrastructure" },
    course: {},
    payment: {},
    user: {},
    content: {},
    progress: {},
    api: { tier: "edge" },
    web: { tier: "edge" },
  },
  // Card payments are a third party's. Where nobody shall be charged a stand-in of ours is deployed; elsewhere the URL of the
  // provider's own test or production system is given: `cardProvider: { value: "https://..." }`.
  externals: { cardProvider: { parameter: "CardProviderUrl", description: "Takes the money." } },
  environments: {
    dev: {
      // The embedded cloud ends no TLS: there the distributions of content and web answer by plain HTTP.
      parameters: { Scheme: "http" },
      externals: { cardProvider: { stub: "card-provider-stub", output: "CardProviderUrl" } },
    },
    test: { extends: "dev", promotesFrom: "dev" },
  },
  // After each release a user pays for a course, watches and makes progress; not in `dev`, where every save would wait for it.
  tests: [{ name: "a user learns", run: "node check.mjs", environments: ["test"] }],
});
