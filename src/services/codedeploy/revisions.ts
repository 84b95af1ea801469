// Where a deployment's AppSpec comes from: the request itself, or an object that the caller may read.

import { hash } from "node:crypto";
import type { RevisionLocation } from "@aws-sdk/client-codedeploy";
import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import { parseAppSpec } from "./app-spec.ts";
import { invalidRevision, notImplemented, revisionMissing, revisionRequired } from "./errors.ts";
import type { AppSpec } from "./records.ts";

/** The AppSpec that a revision means. */
export async function readRevision(context: Context, revision: RevisionLocation | undefined): Promise<AppSpec> {
  if (revision === undefined) throw revisionRequired("A revision must be specified.");
  const { revisionType, s3Location, appSpecContent, string } = revision;
  if (revisionType === "GitHub") throw notImplemented("A revision in GitHub");
  if (revisionType === "S3") return parseAppSpec(await readObject(context, s3Location));
  const given = revisionType === "String" ? string : appSpecContent;
  const content = given?.content;
  if (content === undefined) throw invalidRevision("The revision has no content.");
  if (given?.sha256 !== undefined && given.sha256.toLowerCase() !== hash("sha256", content))
    throw invalidRevision("The SHA256 hash of the revision is not that of its content.");
  return parseAppSpec(content);
}

async function readObject(context: Context, location: RevisionLocation["s3Location"]): Promise<string> {
  const { bucket, key, version, bundleType } = location ?? {};
  if (bucket === undefined || key === undefined) throw invalidRevision("The revision names no object.");
  if (bundleType !== "YAML" && bundleType !== "JSON")
    throw invalidRevision("The AppSpec file of a function is a YAML or JSON file.");
  const { Body } = await existing(context.aws.s3.getObject({ Bucket: bucket, Key: key, VersionId: version }));
  if (Body === undefined) throw invalidRevision("The object has no content.");
  const chunks: Uint8Array[] = [];
  for await (const chunk of Body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What S3 gives; throws RevisionDoesNotExistException where there is no such object. AWS: inferred. */
async function existing<T>(object: Promise<T>): Promise<T> {
  try {
    return await object;
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 404) throw error;
    throw revisionMissing(`The revision does not exist: ${error.message}`);
  }
}
