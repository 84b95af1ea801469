// The learning platform: who needs whom is read from the templates' exports and imports.

import { defineSystem, environmentName, output } from "stackyard";

export default defineSystem({
  name: "learning-platform",
  units: {
    dns: { tier: "shared" },
    infrastructure: {
      tier: "infrastructure",
      parameters: {
        Environment: environmentName(),
        ParentZoneId: output("dns", "ZoneId"),
        ParentDomainName: output("dns", "DomainName"),
        DelegationRoleArn: output("dns", "DelegationRoleArn"),
      },
    },
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
      // Here HTTPS is for who asks for it (`--https-port`); the distributions of content and web answer by plain HTTP, too.
      parameters: { Scheme: "http" },
      externals: { cardProvider: { stub: "card-provider-stub", output: "CardProviderUrl" } },
    },
    test: { extends: "dev", promotesFrom: "dev" },
    // The domain, once for all. Here every account is on this machine; on AWS the environments' accounts are listed.
    shared: { parameters: { DomainName: "learning.localhost", EnvironmentAccounts: "*" } },
  },
  sharedEnvironment: "shared",
  // After each release a user pays for a course, watches and makes progress; not in `dev`, where every save would wait for it.
  tests: [{ name: "a user learns", run: "node check.mjs", environments: ["test"] }],
});
