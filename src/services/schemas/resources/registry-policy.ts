// AWS::EventSchemas::RegistryPolicy.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./answers.ts";

/** A registry's policy. Its identifier is the registry's name. */
export const registryPolicyType: ResourceType = {
  typeName: "AWS::EventSchemas::RegistryPolicy",
  properties: ["Policy", "RegistryName"],

  create: (properties, context) => put(properties, context),

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.schemas.getResourcePolicy({ RegistryName: physicalId }));
    if (found === undefined) return undefined;
    return { RegistryName: physicalId, Policy: JSON.parse(String(found.Policy)) as unknown };
  },

  update: (_physicalId, properties, _previous, context) => put(properties, context),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.schemas.deleteResourcePolicy({ RegistryName: physicalId }));
  },
};

async function put(properties: Properties, { aws }: ResourceContext): Promise<ResourceState> {
  const RegistryName = String(properties["RegistryName"]);
  const policy = properties["Policy"];
  const Policy = typeof policy === "string" ? policy : JSON.stringify(policy);
  await aws.schemas.putResourcePolicy({ RegistryName, Policy });
  return { physicalId: RegistryName, attributes: { Id: RegistryName } };
}
