// Where code lies, as SAM templates say it: an S3 URI, or a bucket and a key.

import { isRecord } from "../template/values.ts";
import { isSet, SamError, withoutUndefined } from "./draft.ts";
import type { Values } from "./draft.ts";

/** The location as CloudFormation says it. A path is what `sam package` must replace before. */
export function s3Location(property: string, uri: unknown, written: object): Values {
  if (isRecord(uri)) {
    if (!isSet(uri["Bucket"]) || !isSet(uri["Key"]))
      throw new SamError(`'${property}' requires Bucket and Key properties to be specified.`, uri);
    return withoutUndefined({ S3Bucket: uri["Bucket"], S3Key: uri["Key"], S3ObjectVersion: uri["Version"] });
  }
  if (typeof uri !== "string") throw new SamError(`'${property}' must be of type dict or string.`, written, property);
  const match = /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(uri);
  if (match === null)
    throw new SamError(
      `'${property}' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.`,
      written,
      property,
    );
  const [, bucket, key, version] = match;
  return withoutUndefined({ S3Bucket: bucket, S3Key: key, S3ObjectVersion: version });
}

/** Where an API's definition lies, as API Gateway's types say it. */
export function definitionLocation(uri: unknown, written: object): Values {
  const { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: Version } = s3Location("DefinitionUri", uri, written);
  return withoutUndefined({ Bucket, Key, Version });
}
