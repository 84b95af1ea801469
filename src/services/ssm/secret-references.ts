// Secrets of Secrets Manager under the names of parameters. AWS: "Referencing AWS Secrets Manager secrets from Parameter Store parameters".

import type { Parameter } from "@aws-sdk/client-ssm";
import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import { parameterNotFound, validation } from "./errors.ts";
import { parameterArn, type Reference } from "./name.ts";

const PREFIX = "/aws/reference/secretsmanager/";

/** The secret that a name refers to, as a parameter; undefined for a name that refers to none. */
export async function readSecretReference(
  context: Context,
  { name, selector }: Reference,
  isDecrypted: boolean,
): Promise<Parameter | undefined> {
  if (!name.startsWith(PREFIX)) return undefined;
  if (!isDecrypted) throw validation("WithDecryption flag must be True for retrieving a Secret Manager secret.");
  try {
    const secret = await context.aws.secretsManager.getSecretValue({ SecretId: name.slice(PREFIX.length) });
    const { CreatedDate, ...source } = secret;
    return {
      Name: name,
      Type: "SecureString",
      Value: secret.SecretString ?? Buffer.from(secret.SecretBinary ?? []).toString("base64"),
      Version: 0,
      SourceResult: JSON.stringify(source),
      ...(CreatedDate !== undefined && { LastModifiedDate: CreatedDate }),
      ARN: parameterArn(context, name),
      ...(selector !== undefined && { Selector: selector }),
    };
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") throw parameterNotFound();
    throw error;
  }
}
