// Events of type S3: a notification of a bucket of the same template, which is written into the bucket itself.

import { isRecord } from "../../template/values.ts";
import type { Values } from "../draft.ts";
import { SamError, withoutUndefined } from "../draft.ts";
import type { ExpandEvent, FunctionEvent } from "./event.ts";

/** Adds the notification to the bucket, and the right to call the function. */
export const expandS3Event: ExpandEvent = (event, handle, _role, draft) => {
  const { logicalId, name, properties } = event;
  const bucketId = bucketOf(event);
  const bucket = draft.resources.get(bucketId);
  if (!isRecord(bucket))
    throw new SamError(
      `Event with id [${name}] is invalid. S3 events must reference an S3 bucket in the same template.`,
      properties,
      "Bucket",
    );
  const permissionId = `${logicalId}Permission`;
  draft.add(permissionId, "AWS::Lambda::Permission", handle.attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: handle.ref,
    Principal: "s3.amazonaws.com",
    SourceAccount: { Ref: "AWS::AccountId" },
  });
  const notifications = [properties["Events"]].flat().map((kind) => {
    const one = withoutUndefined({ Function: handle.arn, Filter: properties["Filter"], Event: kind });
    return handle.condition === undefined ? one : { "Fn::If": [handle.condition, one, { Ref: "AWS::NoValue" }] };
  });
  const noticed = withNotifications(bucket, notifications);
  draft.resources.set(
    bucketId,
    handle.condition === undefined
      ? { ...noticed, DependsOn: [...listOf(bucket["DependsOn"]), permissionId] }
      : withConditionalDependency(noticed, permissionId, handle.condition),
  );
};

function bucketOf({ name, properties }: FunctionEvent): string {
  const { Bucket: bucket } = properties;
  const id = isRecord(bucket) ? bucket["Ref"] : undefined;
  if (typeof id === "string") return id;
  if (id !== undefined)
    throw new SamError(
      `Event with id [${name}] is invalid. 'Ref' value in S3 events is not a valid string.`,
      properties,
      "Bucket",
    );
  throw new SamError(
    `Event with id [${name}] is invalid. S3 events must reference an S3 bucket in the same template.`,
    properties,
    "Bucket",
  );
}

function withNotifications(bucket: Values, notifications: readonly unknown[]): Values {
  const properties = isRecord(bucket["Properties"]) ? bucket["Properties"] : {};
  const configuration = isRecord(properties["NotificationConfiguration"])
    ? properties["NotificationConfiguration"]
    : {};
  const LambdaConfigurations = [...listOf(configuration["LambdaConfigurations"]), ...notifications];
  return {
    ...bucket,
    Properties: { ...properties, NotificationConfiguration: { ...configuration, LambdaConfigurations } },
  };
}

/** DependsOn knows no conditions. AWS: SAM has the dependency in a tag, whose value refers to the permission where there is one. */
function withConditionalDependency(bucket: Values, permissionId: string, condition: string): Values {
  const properties = isRecord(bucket["Properties"]) ? bucket["Properties"] : {};
  const tag = {
    Key: `sam:ConditionalDependsOn:${permissionId}`,
    Value: { "Fn::If": [condition, { Ref: permissionId }, "no dependency"] },
  };
  return { ...bucket, Properties: { ...properties, Tags: [...listOf(properties["Tags"]), tag] } };
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}
