// What events are called. Mostly the operation's name; two services' names differ.

import type { OperationModel } from "../../model/model.ts";

/**
 * AWS: "Logging AWS Lambda API calls using AWS CloudTrail": eventName may have the API's date and version. Operations of
 * its first versions have; newer ones, such as CreateFunctionUrlConfig, have not.
 */
const LAST_DATED_LAMBDA_API = "20181031";

const SECOND_LAMBDA_VERSIONS: ReadonlySet<string> = new Set([
  "AddPermission",
  "GetFunction",
  "GetFunctionConfiguration",
  "GetPolicy",
  "RemovePermission",
  "TagResource",
  "UntagResource",
  "UpdateFunctionCode",
  "UpdateFunctionConfiguration",
]);

/** AWS: "Amazon S3 CloudTrail events": names of bucket-level events that differ from the operations'. */
const S3_NAMES: Readonly<Record<string, string>> = {
  DeletePublicAccessBlock: "DeleteBucketPublicAccessBlock",
  GetBucketLifecycleConfiguration: "GetBucketLifecycle",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  PutBucketLifecycleConfiguration: "PutBucketLifecycle",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
};

/** The eventName of an operation: "CreateQueue", "CreateFunction20150331". */
export function eventNameOf({ service, name, http }: OperationModel): string {
  if (service === "s3") return S3_NAMES[name] ?? name;
  if (service !== "lambda") return name;
  const date =
    /^\/(\d{4})-(\d\d)-(\d\d)\//
      .exec(http?.uri ?? "")
      ?.slice(1)
      .join("") ?? "";
  if (date === "" || date > LAST_DATED_LAMBDA_API) return name;
  return `${name}${date}${SECOND_LAMBDA_VERSIONS.has(name) ? "v2" : ""}`;
}
