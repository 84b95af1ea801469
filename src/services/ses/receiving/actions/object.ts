// The S3 action: the mail as an object, in the clear or encrypted on SES's side under a KMS key.
//
// AWS: "Deliver to S3 bucket action": the key is the prefix and the message's id. With a KMS key, SES encrypts by the S3 encryption
// client before the object is written (version 2 of its metadata), so that the object is read by that client only.

import { createCipheriv } from "node:crypto";
import { withServiceRole } from "../../../../service/role-sessions.ts";
import type { AwsApis } from "../../../../service/apis.ts";
import { asSes } from "../../sending/publish.ts";
import type { Delivery } from "../delivery.ts";
import type { RuleAction } from "../records.ts";
import { tellTopic } from "./notify.ts";

type S3Action = NonNullable<RuleAction["S3Action"]>;

export async function storeObject(action: S3Action, delivery: Delivery): Promise<void> {
  const { yard, scope, ruleArn, mail } = delivery;
  const key = `${action.ObjectKeyPrefix ?? ""}${mail.messageId}`;
  const put = async (aws: AwsApis): Promise<unknown> => {
    const { body, metadata } = await sealed(aws, action, delivery);
    return aws.s3.putObject({ Bucket: action.BucketName, Key: key, Body: body, Metadata: metadata });
  };
  // AWS: with a role, SES writes as that role; else as itself, and the bucket's policy decides.
  const role = action.IamRoleArn;
  if (role === undefined) await put(asSes(yard, scope, ruleArn, action.BucketName));
  else
    await withServiceRole(
      yard,
      { service: "ses.amazonaws.com", roleArn: role, sourceArn: ruleArn, scope, sessionName: "ses" },
      put,
    );
  if (action.TopicArn === undefined) return;
  const stored = { bucketName: action.BucketName, objectKeyPrefix: action.ObjectKeyPrefix ?? "", objectKey: key };
  await tellTopic(action.TopicArn, { type: "S3", ...stored }, delivery);
}

async function sealed(
  aws: AwsApis,
  { KmsKeyArn: keyArn }: S3Action,
  { yard, scope, mail, rule, content }: Delivery,
): Promise<{ readonly body: Buffer; readonly metadata: Record<string, string> }> {
  if (keyArn === undefined) return { body: content, metadata: {} };
  const material = {
    "aws:ses:message-id": mail.messageId,
    "aws:ses:rule-name": rule,
    "aws:ses:source-account": scope.account,
    kms_cmk_id: keyArn,
  };
  const { Plaintext, CiphertextBlob } = await aws.kms.generateDataKey({
    KeyId: keyArn,
    KeySpec: "AES_256",
    EncryptionContext: material,
  });
  const iv = Buffer.from(yard.random.bytes(12));
  const cipher = createCipheriv("aes-256-gcm", Plaintext ?? Buffer.alloc(0), iv);
  const body = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  return {
    body,
    metadata: {
      "x-amz-key-v2": Buffer.from(CiphertextBlob ?? []).toString("base64"),
      "x-amz-iv": iv.toString("base64"),
      "x-amz-cek-alg": "AES/GCM/NoPadding",
      "x-amz-wrap-alg": "kms",
      "x-amz-tag-len": "128",
      "x-amz-matdesc": JSON.stringify(material),
      "x-amz-unencrypted-content-length": String(content.length),
    },
  };
}
