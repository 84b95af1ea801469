// The keys behind alias/aws/NAME: AWS makes one for a service when it is first needed, and so does the yard.

import type { Scope, YardContext } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { newMaterial } from "./materials.ts";
import { managedPolicy } from "./policies.ts";
import { loadAlias, saveAlias, saveKey, saveMaterial } from "./repo.ts";
import { startRotation } from "./rotation.ts";

/**
 * AWS: "AWS managed keys": the services that have one, with what their descriptions say. Those in the list are the
 * services of the yard and those that are coming.
 */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  acm: "Default key that protects my ACM private keys when no other key is defined",
  dynamodb: "Default key that protects my DynamoDB data when no other key is defined",
  kinesis: "Default key that protects my Kinesis data when no other key is defined",
  firehose: "Default key that protects my Firehose data when no other key is defined",
  lambda: "Default key that protects my Lambda functions when no other key is defined",
  logs: "Default key that protects my CloudWatch Logs data when no other key is defined",
  s3: "Default key that protects my S3 objects when no other key is defined",
  secretsmanager: "Default key that protects my Secrets Manager data when no other key is defined",
  ses: "Default key that protects my SES data when no other key is defined",
  sns: "Default key that protects my SNS data when no other key is defined",
  sqs: "Default key that protects my SQS messages when no other key is defined",
  ssm: "Default key that protects my SSM parameters when no other key is defined",
  xray: "Default key that protects my X-Ray data when no other key is defined",
};

const PREFIX = "alias/aws/";

/** Makes the key of a predefined alias if it is not there. Other names are nobody's: they stay unknown. */
export function ensureManagedKey(yard: YardContext, scope: Scope, alias: string): void {
  const service = alias.slice(PREFIX.length);
  const description = alias.startsWith(PREFIX) ? DESCRIPTIONS[service] : undefined;
  if (description === undefined) return;
  if (yard.store.read((tx) => loadAlias(tx, scope, alias)) !== undefined) return;
  yard.store.write((tx) => {
    if (loadAlias(tx, scope, alias) === undefined) makeManagedKey(yard, tx, scope, service, description);
  });
}

function makeManagedKey(yard: YardContext, tx: WriteTx, scope: Scope, service: string, description: string): void {
  const nowMs = yard.clock.nowMs();
  const keyId = yard.random.uuid();
  saveMaterial(tx, scope, keyId, newMaterial(yard, keyId, 1, Uint8Array.from(yard.random.bytes(32))));
  saveKey(tx, scope, {
    v: 1,
    keyId,
    createdAtMs: nowMs,
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    manager: "AWS",
    description,
    policy: managedPolicy(scope, service),
    state: "Enabled",
    tags: {},
    currentMaterial: 1,
    isMultiRegion: false,
    // AWS: "AWS managed keys": rotated every year (approximately 365 days), and nobody can change that.
    rotation: startRotation(yard, tx, scope, keyId, 365),
  });
  saveAlias(tx, scope, {
    v: 1,
    name: `${PREFIX}${service}`,
    keyId,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  });
}

/** True for names that only AWS gives. */
export function isReservedAlias(alias: string): boolean {
  return alias.startsWith(PREFIX);
}
