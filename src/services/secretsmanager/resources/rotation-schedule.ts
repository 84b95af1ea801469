// AWS::SecretsManager::RotationSchedule.

import { createHash } from "node:crypto";
import type { RotationRulesType } from "@aws-sdk/client-secrets-manager";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, everySecret, ifThere, numberOf, textOf } from "./properties.ts";

/** How a secret is rotated. Ref is the secret's ARN. */
export const rotationScheduleType: ResourceType = {
  typeName: "AWS::SecretsManager::RotationSchedule",
  properties: ["RotateImmediatelyOnUpdate", "RotationLambdaARN", "RotationRules", "SecretId"],
  create: rotate,

  async read(physicalId, { aws }, known = {}) {
    const secret = await ifThere(() => aws.secretsManager.describeSecret({ SecretId: physicalId }));
    if (secret?.RotationEnabled !== true) return undefined;
    const rules = Object.keys(secret.RotationRules ?? {}).length === 0 ? undefined : secret.RotationRules;
    return {
      SecretId: known["SecretId"] ?? physicalId,
      RotationLambdaARN: secret.RotationLambdaARN,
      ...(rules !== undefined && { RotationRules: rules }),
    };
  },

  async list({ aws }) {
    const secrets = await everySecret(aws);
    return secrets.flatMap(({ ARN = "", RotationEnabled }) => (RotationEnabled === true ? [{ Id: ARN }] : []));
  },

  update: (_physicalId, properties, _previous, context) => rotate(properties, context),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.secretsManager.cancelRotateSecret({ SecretId: physicalId }));
  },
};

async function rotate(properties: Properties, { aws, clientToken }: ResourceContext): Promise<ResourceState> {
  // A step that is repeated rotates once; the next change of the schedule rotates again.
  const step = createHash("sha256")
    .update(`${clientToken} ${JSON.stringify(properties)}`)
    .digest("hex");
  const given = properties["RotationRules"] as Properties | undefined;
  const { ARN = "" } = await aws.secretsManager.rotateSecret({
    SecretId: String(properties["SecretId"]),
    ClientRequestToken: step,
    RotationLambdaARN: textOf(properties, "RotationLambdaARN"),
    // AWS: "RotateImmediatelyOnUpdate": true unless the template says otherwise.
    RotateImmediately: booleanOf(properties, "RotateImmediatelyOnUpdate") ?? true,
    ...(given !== undefined && { RotationRules: rulesOf(given) }),
  });
  return { physicalId: ARN, attributes: { Id: ARN } };
}

function rulesOf(rules: Properties): RotationRulesType {
  const days = numberOf(rules, "AutomaticallyAfterDays");
  const expression = textOf(rules, "ScheduleExpression");
  const duration = textOf(rules, "Duration");
  return {
    ...(days !== undefined && { AutomaticallyAfterDays: days }),
    ...(expression !== undefined && { ScheduleExpression: expression }),
    ...(duration !== undefined && { Duration: duration }),
  };
}
