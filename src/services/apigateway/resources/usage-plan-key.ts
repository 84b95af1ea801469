// AWS::ApiGateway::UsagePlanKey.

import type { ResourceType } from "../../../service/resource-type.ts";
import { everyItem, ifThere, requiredText } from "./properties.ts";

/** A key's place in a plan. Ref is "KEY:PLAN". AWS: "such as 123abcdef:abc123". */
export const usagePlanKey: ResourceType = {
  typeName: "AWS::ApiGateway::UsagePlanKey",
  properties: ["KeyId", "KeyType", "UsagePlanId"],

  async create(properties, { aws }) {
    const keyId = requiredText(properties, "KeyId");
    const usagePlanId = requiredText(properties, "UsagePlanId");
    const present = await ifThere(() => aws.apiGateway.getUsagePlanKey({ usagePlanId, keyId }));
    if (present === undefined)
      await aws.apiGateway.createUsagePlanKey({ usagePlanId, keyId, keyType: requiredText(properties, "KeyType") });
    const physicalId = `${keyId}:${usagePlanId}`;
    return { physicalId, attributes: { Id: physicalId } };
  },

  async read(physicalId, { aws }) {
    const place = placeIn(physicalId);
    const found = await ifThere(() => aws.apiGateway.getUsagePlanKey(place));
    return found === undefined
      ? undefined
      : { KeyId: place.keyId, KeyType: found.type, UsagePlanId: place.usagePlanId };
  },

  async list({ aws }) {
    const found: { Id: string }[] = [];
    for (const { id: usagePlanId = "" } of await everyItem((of) => aws.apiGateway.getUsagePlans(of))) {
      const keys = await everyItem((of) => aws.apiGateway.getUsagePlanKeys({ ...of, usagePlanId }));
      found.push(...keys.map(({ id = "" }) => ({ Id: `${id}:${usagePlanId}` })));
    }
    return found;
  },

  // Every property replaces it, and it has no tags: an update finds nothing to do.
  update: (physicalId) => Promise.resolve({ physicalId, attributes: { Id: physicalId } }),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteUsagePlanKey(placeIn(physicalId)));
  },
};

function placeIn(physicalId: string): { readonly keyId: string; readonly usagePlanId: string } {
  const [keyId = "", usagePlanId = ""] = physicalId.split(":");
  return { keyId, usagePlanId };
}
