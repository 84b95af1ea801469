// Looks at templates without a yard: what this cloud would make of each resource and property. Starts nothing and stores nothing.

import { SERVICES } from "./all-services.ts";
import { parseAccountId, parseRegion } from "./kernel/ids.ts";
import type { ResourceDefinition } from "./service/define-resource.ts";
import type { ResourceType } from "./service/resource-type.ts";
import { checkTemplate as checkIn } from "./services/cloudformation/check/check.ts";
import type { CheckInput, TemplateCheck } from "./services/cloudformation/check/check.ts";
import { withCustomTypes } from "./services/cloudformation/engine/custom-resource.ts";
import { cloudFormation } from "./services/cloudformation/service.ts";

export type { PropertyCheck, ResourceCheck, TemplateCheck } from "./services/cloudformation/check/check.ts";

const STACKS = cloudFormation(
  () => undefined,
  () => [],
);

/** Every resource type of the cloud, by its name. */
export const RESOURCE_TYPES = new Map(
  [...SERVICES, STACKS].flatMap(({ resourceTypes = [] }) => resourceTypes).map((type) => [type.typeName, type]),
);

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
  return checkIn(
    input,
    scope,
    withCustomTypes((typeName) => own.get(typeName) ?? RESOURCE_TYPES.get(typeName)),
  );
}

async function ownTypesOf(definitions: readonly ResourceDefinition[]): Promise<readonly ResourceType[]> {
  const { ownTypes } = await import("./services/cloudformation/own-types/own-type.ts");
  return ownTypes(definitions);
}
