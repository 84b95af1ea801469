// PutObjectLockConfiguration. AWS: PutObjectLockConfiguration (API reference).

import type {
  PutObjectLockConfigurationCommandInput,
  PutObjectLockConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { lockNeedsVersioning, malformedXml } from "../errors.ts";
import { parseDefaultRetention } from "../object-lock.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putObjectLockConfiguration = defineS3Operation<
  Input<PutObjectLockConfigurationCommandInput>,
  PutObjectLockConfigurationCommandOutput
>(
  "PutObjectLockConfiguration",
  // AWS: the token is a relic that lets support enable the lock on old buckets; today everyone may.
  ["ObjectLockConfiguration", "Token"],
  (input, context) => {
    const { ObjectLockEnabled: enabled, Rule: rule } = input.ObjectLockConfiguration ?? {};
    if (enabled !== "Enabled") throw malformedXml();
    const defaultRetention = parseDefaultRetention(rule);
    context.store.write((tx) => {
      const bucket = requireBucket(tx, context, input);
      if (bucket.versioning !== "Enabled") throw lockNeedsVersioning();
      saveBucket(tx, { ...bucket, objectLock: defaultRetention === undefined ? {} : { defaultRetention } });
    });
    return {};
  },
);
