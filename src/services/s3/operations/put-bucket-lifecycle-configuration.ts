// PutBucketLifecycleConfiguration. AWS: PutBucketLifecycleConfiguration (API reference).

import type {
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { invalidArgument } from "../errors.ts";
import { enqueueLifecycle } from "../lifecycle-job.ts";
import { parseLifecycle } from "../lifecycle-rules.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketLifecycleConfiguration = defineS3Operation<
  Input<PutBucketLifecycleConfigurationCommandInput>,
  PutBucketLifecycleConfigurationCommandOutput
>(
  "PutBucketLifecycleConfiguration",
  ["LifecycleConfiguration", "TransitionDefaultMinimumObjectSize"],
  (input, context) => {
    const newId = (): string => context.random.text(48, ALPHABET.base62);
    const lifecycle = parseLifecycle(input.LifecycleConfiguration?.Rules ?? [], newId);
    const { TransitionDefaultMinimumObjectSize: minimum = "all_storage_classes_128K" } = input;
    if (minimum !== "all_storage_classes_128K" && minimum !== "varies_by_storage_class")
      throw invalidArgument("Invalid argument", "x-amz-transition-default-minimum-object-size", minimum);
    context.store.write((tx) => {
      const { transitionMinimum: _, ...bucket } = requireBucket(tx, context, input);
      const lifecycleJobId = bucket.lifecycleJobId ?? enqueueLifecycle(tx, context, bucket);
      const varies = minimum === "varies_by_storage_class" ? { transitionMinimum: minimum } : {};
      saveBucket(tx, { ...bucket, ...varies, lifecycle, lifecycleJobId });
    });
    return { TransitionDefaultMinimumObjectSize: minimum };
  },
);
