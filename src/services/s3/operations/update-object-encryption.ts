// UpdateObjectEncryption: another KMS key for an object that is there, or the first one. AWS: UpdateObjectEncryption (API
// reference).
// DEVIATION: AWS encrypts the data key anew and never the data. Here a body under SSE-S3 has no data key, so it is
// encrypted now; a body that has one keeps it.

import type { UpdateObjectEncryptionCommandInput, UpdateObjectEncryptionCommandOutput } from "@aws-sdk/client-s3";
import { parseArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { openBody, receiveBody } from "../body.ts";
import { generateBodyKey, rewrapBodyKey } from "../encryption/kms.ts";
import { accessDenied, invalidRequest, noSuchKey } from "../errors.ts";
import { isLocked } from "../object-lock.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import type { BodyPart, EncryptionRecord, ObjectRecord } from "../records.ts";
import { loadVersion, replaceVersion } from "../repo.ts";

type UpdateInput = Input<UpdateObjectEncryptionCommandInput>;

export const updateObjectEncryption = defineS3Operation<UpdateInput, UpdateObjectEncryptionCommandOutput>(
  "UpdateObjectEncryption",
  ["VersionId", "ObjectEncryption"],
  async (input, context) => {
    const { KMSKeyArn: keyId, BucketKeyEnabled: usesBucketKey = false } = requireKmsKey(input);
    const { bucket, object } = await requireObject(context, input, "PUT");
    if (parseArn(keyId)?.account !== bucket.account)
      throw accessDenied(
        "The AWS KMS key in the request must be owned by the same account as the bucket. Modify the request to " +
          "specify a KMS key from the same account, and then try again.",
      );
    if (isLocked(object.lock, context.clock.nowMs(), false))
      throw accessDenied(
        "The encryption type for the specified object can't be updated because that object is protected by S3 " +
          "Object Lock. If the object has a governance-mode retention period or a legal hold, you must first remove " +
          "the Object Lock status on the object before you issue your UpdateObjectEncryption request. You can't use " +
          "the UpdateObjectEncryption operation with objects that have an Object Lock compliance mode retention " +
          "period applied to them.",
      );
    const release = context.blobs.hold(object.body.map((part) => part.sha256));
    try {
      const changes = await encryptAnew(context, input, object, {
        kind: "kms",
        keyId,
        usesBucketKey,
        context: undefined,
      });
      context.store.write((tx) => {
        const present = requireBucket(tx, context, input);
        const version = loadVersion(tx, present, input.Key, object.versionId);
        // RACE: the object may have been overwritten, or encrypted by another request, meanwhile.
        if (version?.kind !== "object" || version.modifiedAtMs !== object.modifiedAtMs) throw noSuchKey(input.Key);
        replaceVersion(tx, present, input.Key, object.versionId, changes);
      });
    } finally {
      release();
    }
    return {};
  },
);

function requireKmsKey({ ObjectEncryption: wanted }: UpdateInput) {
  if (wanted.SSEKMS === undefined)
    throw invalidRequest(
      "Requests that modify an object encryption configuration require a valid new encryption type. Valid values are " +
        "SSEKMS. Modify the request to specify SSE-KMS for the updated encryption type, and then try again.",
    );
  const { KMSKeyArn, BucketKeyEnabled } = wanted.SSEKMS;
  if (KMSKeyArn === undefined || !/^arn:aws[-a-z0-9]*:kms:[-a-z0-9]*:[0-9]{12}:key\/.+/.test(KMSKeyArn))
    throw invalidRequest(
      "Requests that modify an object's encryption type to SSE-KMS require a valid AWS KMS key Amazon Resource Name " +
        "(ARN). Confirm that you have a correctly formatted KMS key ARN in your request, and then try again.",
    );
  return { KMSKeyArn, BucketKeyEnabled };
}

type KmsRequest = Parameters<typeof generateBodyKey>[2];

/** The object's new encryption, and its body where that changed with it. */
async function encryptAnew(
  context: Context,
  address: { readonly Bucket: string; readonly Key: string },
  { encryption: before, body }: ObjectRecord,
  request: KmsRequest,
): Promise<{ readonly encryption: EncryptionRecord; readonly body?: readonly BodyPart[] }> {
  if (before?.kind === "customer" || before?.kind === "dsse")
    throw invalidRequest(
      "The UpdateObjectEncryption operation doesn't support source objects with the encryption type DSSE-KMS or " +
        "SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are supported.",
    );
  if (before !== undefined) return { encryption: await rewrapBodyKey(context, address, before, request) };
  const { encryption, body: key } = await generateBodyKey(context, address, request);
  const encrypted: BodyPart[] = [];
  for (const part of body) {
    const plain = openBody([part], undefined, context.blobs);
    const { content } = await receiveBody(plain, context, { claims: { isTrailing: false }, encryption: key });
    encrypted.push(...content.body);
  }
  return { encryption, body: encrypted };
}
