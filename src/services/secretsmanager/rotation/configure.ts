// RotateSecret: how a secret is rotated, kept once it is known that the function can be called.

import type { RotateSecretCommandInput, RotateSecretResponse } from "@aws-sdk/client-secrets-manager";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { functionDenied, functionNotFound, invalidRequest } from "../errors.ts";
import { saveSecret } from "../repo.ts";
import { findLiveSecret } from "../secrets.ts";
import { asSecretsManager } from "./run.ts";
import { parseRules } from "./rules.ts";
import { reschedule } from "./schedule.ts";
import { CURRENT } from "../versions.ts";
import { startRotation, unfinishedVersion } from "./start.ts";

/** Sets the rotation, and begins one: a whole one, or a test where it is not to happen at once. */
export async function configureRotation(
  input: Input<RotateSecretCommandInput>,
  context: Context,
): Promise<RotateSecretResponse> {
  const { SecretId: secretId, RotationRules: rules, RotateImmediately: isAtOnce = true } = input;
  const { secret: known } = context.store.read((tx) => findLiveSecret(tx, context, secretId));
  const functionArn = input.RotationLambdaARN ?? known.rotation?.functionArn;
  if (functionArn === undefined)
    throw invalidRequest("No Lambda rotation function ARN is associated with this secret.");
  const parsed = rules === undefined ? known.rotation?.rules : parseRules(rules);
  await requireFunction(context, functionArn, known.arn);
  const versionId = input.ClientRequestToken ?? context.random.uuid();
  const unfinished = context.store.write((tx) => {
    const located = findLiveSecret(tx, context, secretId);
    const pending = unfinishedVersion(located.secret);
    const isRepeated = pending !== undefined && pending !== versionId;
    // A repetition of a request whose rotation has come to its end.
    const isDone = located.secret.versions[versionId]?.stages.includes(CURRENT) === true;
    const secret = isDone
      ? located.secret
      : startRotation(context, tx, located, {
          versionId: isRepeated ? pending : versionId,
          isTest: !isAtOnce && !isRepeated,
        });
    const rotation = { ...secret.rotation, functionArn, rules: parsed ?? {}, isEnabled: true };
    saveSecret(tx, located.scope, {
      ...secret,
      rotation: reschedule(context, tx, located.scope, secret.arn, rotation),
    });
    return isRepeated;
  });
  if (unfinished) throw invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
  return { ARN: known.arn, Name: known.name, ...(isAtOnce && { VersionId: versionId }) };
}

/** AWS: "Permissions for rotation": whoever sets it up may invoke the function, and so may Secrets Manager. */
async function requireFunction(context: Context, functionArn: string, secretArn: string): Promise<void> {
  const dryRun = { FunctionName: functionArn, InvocationType: "DryRun" } as const;
  try {
    await context.aws.lambda.invoke(dryRun);
    await asSecretsManager(context, context, secretArn).lambda.invoke(dryRun);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "ResourceNotFoundException") throw functionNotFound(functionArn);
    throw error.code.startsWith("AccessDenied") ? functionDenied() : error;
  }
}
