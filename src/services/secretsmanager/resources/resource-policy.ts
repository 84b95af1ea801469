// AWS::SecretsManager::ResourcePolicy.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, everySecret, ifThere, textOf } from "./properties.ts";

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
    };
  },

  async list({ aws }) {
    const secrets = await everySecret(aws);
    const policies = await Promise.all(
      secrets.map(({ ARN = "" }) => ifThere(() => aws.secretsManager.getResourcePolicy({ SecretId: ARN }))),
    );
    return policies.flatMap((found) =>
      found?.ResourcePolicy === undefined || found.ARN === undefined ? [] : [{ Id: found.ARN }],
    );
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
