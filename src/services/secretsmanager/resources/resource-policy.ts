// AWS::SecretsManager::ResourcePolicy.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, ifThere, textOf } from "./properties.ts";

/** The policy of a secret. Ref is the secret's ARN. */
export const resourcePolicyType: ResourceType = {
  typeName: "AWS::SecretsManager::ResourcePolicy",
  properties: ["BlockPublicPolicy", "ResourcePolicy", "SecretId"],
  create: put,

  async read(physicalId, { aws }, known = {}) {
    const answer = await ifThere(() => aws.secretsManager.getResourcePolicy({ SecretId: physicalId }));
    if (answer?.ResourcePolicy === undefined) return undefined;
    return {
      SecretId: known["SecretId"] ?? physicalId,
      ResourcePolicy: JSON.parse(answer.ResourcePolicy) as unknown,
      // Asked once, when the policy is put: nothing of it is kept.
      ...(known["BlockPublicPolicy"] !== undefined && { BlockPublicPolicy: known["BlockPublicPolicy"] }),
    };
  },

  update: (_physicalId, properties, _previous, context) => put(properties, context),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.secretsManager.deleteResourcePolicy({ SecretId: physicalId }));
  },
};

async function put(properties: Properties, { aws }: ResourceContext): Promise<ResourceState> {
  const { ARN = "" } = await aws.secretsManager.putResourcePolicy({
    SecretId: String(properties["SecretId"]),
    ResourcePolicy: textOf(properties, "ResourcePolicy") ?? "",
    BlockPublicPolicy: booleanOf(properties, "BlockPublicPolicy"),
  });
  return { physicalId: ARN, attributes: { Id: ARN } };
}
