// What becomes of objects' versions: VersioningConfiguration, LifecycleConfiguration.

import type { TransitionDefaultMinimumObjectSize } from "@aws-sdk/client-s3";
import { field, list, text } from "../template-values.ts";
import { ifThere } from "./if-there.ts";
import { fromRule, toRule } from "./lifecycle-rule.ts";
import type { BucketPart } from "./part.ts";

type Status = "Enabled" | "Suspended";

export const versioning: BucketPart = {
  property: "VersioningConfiguration",
  put: (value, { s3, Bucket }) =>
    s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: text(value, "Status") as Status } }),
  // AWS: versioning once on is never off again, only suspended.
  reset: ({ s3, Bucket }) => s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
  async read({ s3, Bucket }) {
    const { Status } = await s3.getBucketVersioning({ Bucket });
    return Status === undefined ? undefined : { Status };
  },
};

export const lifecycle: BucketPart = {
  property: "LifecycleConfiguration",
  async put(value, { s3, Bucket }) {
    const Rules = list(field(value, "Rules")).map(toRule);
    if (Rules.length === 0) return s3.deleteBucketLifecycle({ Bucket });
    const minimum = field(value, "TransitionDefaultMinimumObjectSize");
    return s3.putBucketLifecycleConfiguration({
      Bucket,
      LifecycleConfiguration: { Rules },
      ...(minimum === undefined
        ? {}
        : { TransitionDefaultMinimumObjectSize: minimum as TransitionDefaultMinimumObjectSize }),
    });
  },
  reset: ({ s3, Bucket }) => s3.deleteBucketLifecycle({ Bucket }),
  async read({ s3, Bucket }) {
    const found = await ifThere("NoSuchLifecycleConfiguration", () => s3.getBucketLifecycleConfiguration({ Bucket }));
    if (found === undefined) return undefined;
    const { Rules = [], TransitionDefaultMinimumObjectSize } = found;
    const isDefault = TransitionDefaultMinimumObjectSize === "all_storage_classes_128K";
    return { Rules: Rules.map(fromRule), ...(isDefault ? {} : { TransitionDefaultMinimumObjectSize }) };
  },
};
