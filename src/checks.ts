// Looks at templates without a yard: what this cloud would make of each resource and property. Starts nothing and stores nothing.

import { SERVICES } from "./all-services.ts";
import { parseAccountId, parseRegion } from "./kernel/ids.ts";
import type { ResourceDefinition } from "./service/define-resource.ts";
import type { ResourceType } from "./service/resource-type.ts";
import { checkTemplate as checkIn } from "./services/cloudformation/check/check.ts";
import type { CheckInput, TemplateCheck } from "./services/cloudformation/check/check.ts";
import { withCustomTypes } from "./services/cloudformation/engine/custom-resource.ts";
import { cloudFormation } from "./services/cloudformation/service.ts";

export type {
  PolicyFinding,
  PropertyCheck,
  ResourceCheck,
  TemplateCheck,
} from "./services/cloudformation/check/check.ts";

let reading: Promise<ReadonlyMap<string, ResourceType>> | undefined;

/** Every resource type of the cloud, by its name. */
export function resourceTypes(): Promise<ReadonlyMap<string, ResourceType>> {
  return (reading ??= readTypes());
}

async function readTypes(): Promise<ReadonlyMap<string, ResourceType>> {
  const stacks = cloudFormation(
    () => undefined,
    () => [],
  );
  const services = await Promise.all(SERVICES.map(({ load }) => load()));
  return new Map(
    [...services, stacks].flatMap(({ resourceTypes: types = [] }) => types.map((type) => [type.typeName, type])),
  );
}

/** Checks a template as if it were deployed in `region`, with the user's own types; in which account, no template's form depends on. */
export async function checkTemplate(
  input: CheckInput,
  region: string,
  definitions: readonly ResourceDefinition[] = [],
): Promise<TemplateCheck> {
  const scope = { account: parseAccountId("123456789012"), region: parseRegion(region) };
  const own = new Map(
    definitions.length === 0 ? [] : (await ownTypesOf(definitions)).map((type) => [type.typeName, type]),
  );
  const known = await resourceTypes();
  return checkIn(
    input,
    scope,
    withCustomTypes((typeName) => own.get(typeName) ?? known.get(typeName)),
  );
}

async function ownTypesOf(definitions: readonly ResourceDefinition[]): Promise<readonly ResourceType[]> {
  const { ownTypes } = await import("./services/cloudformation/own-types/own-type.ts");
  return ownTypes(definitions);
}
