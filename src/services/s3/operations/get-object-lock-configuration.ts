// GetObjectLockConfiguration. AWS: GetObjectLockConfiguration (API reference).

import type {
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noObjectLockConfiguration } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getObjectLockConfiguration = defineS3Operation<
  Input<GetObjectLockConfigurationCommandInput>,
  GetObjectLockConfigurationCommandOutput
>("GetObjectLockConfiguration", [], (input, context) => {
  const { bucketName, objectLock } = context.store.read((tx) => requireBucket(tx, context, input));
  if (objectLock === undefined) throw noObjectLockConfiguration(bucketName);
  const { defaultRetention: standard } = objectLock;
  return {
    ObjectLockConfiguration: {
      ObjectLockEnabled: "Enabled",
      ...(standard === undefined
        ? {}
        : {
            Rule: {
              DefaultRetention: {
                Mode: standard.mode,
                ...(standard.days === undefined ? { Years: standard.years } : { Days: standard.days }),
              },
            },
          }),
    },
  };
});
