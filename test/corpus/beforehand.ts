// What must be there before a template comes, because its author's README says so, or because it imports what another template of its folder exports.

import { dirname } from "node:path";
import type { CorpusTemplate } from "./corpus.ts";
import type { Surroundings } from "./surroundings.ts";

/** By the template's name: things with names that the template has as text. */
const NAMED: Readonly<Record<string, (surroundings: Surroundings) => Promise<string>>> = {
  "apigw-eventbridge__template": (made) => made.apiDomainName("dev-events.example.com"),
  "eventbridge-api-destinations__2-slack__template": (made) => made.eventBusArn("MyEventBus"),
};

/** Makes what the template takes for granted. */
export async function makeBeforehand({ name }: CorpusTemplate, surroundings: Surroundings): Promise<void> {
  await NAMED[name]?.(surroundings);
}

/** The templates that are deployed before: those of the same folder that export something, if this one imports anything. */
export function deployedBefore(one: CorpusTemplate, corpus: readonly CorpusTemplate[]): readonly CorpusTemplate[] {
  if (!one.text.includes("ImportValue")) return [];
  return corpus.filter(
    (each) => each !== one && dirname(each.path) === dirname(one.path) && /^\s+Export:/m.test(each.text),
  );
}
