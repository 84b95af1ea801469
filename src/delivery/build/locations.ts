// How a template says where an artifact is: in the bucket of one account, or, in templates that are artifacts themselves, in whichever
// account they are deployed to. Pure.

import { ARTIFACT_BUCKET } from "../cloud/target.ts";
import type { TemplateValue } from "../system/template.ts";

/** How a property names an object in S3. "none": the template names it already. */
export type LocationForm = "uri" | "S3Bucket/S3Key" | "Bucket/Key" | "templateUrl" | "none";

/** The value of a property that names an object in a bucket. */
export function locationIn(bucket: string, key: string, form: Exclude<LocationForm, "none">): TemplateValue {
  if (form === "uri") return `s3://${bucket}/${key}`;
  if (form === "S3Bucket/S3Key") return { S3Bucket: bucket, S3Key: key };
  if (form === "Bucket/Key") return { Bucket: bucket, Key: key };
  // The bucket's name ends with its region: nothing else here knows it.
  return `https://${bucket}.s3.${bucket.replace(/^stackyard-artifacts-\d+-/, "")}.amazonaws.com/${key}`;
}

// AWS: "AWS SAM specification": these take an object as well as a URI, and only the object can be worked out at deployment.
const SAM_FORMS: Readonly<Record<string, true>> = { CodeUri: true, ContentUri: true, DefinitionUri: true };

/** As locationIn, for a template that does not know its account. */
export function portableLocation(key: string, form: Exclude<LocationForm, "none">, property: string): TemplateValue {
  const bucket = { "Fn::Sub": ARTIFACT_BUCKET };
  if (form === "S3Bucket/S3Key") return { S3Bucket: bucket, S3Key: key };
  if (form === "Bucket/Key" || SAM_FORMS[property] === true) return { Bucket: bucket, Key: key };
  if (form === "uri") return { "Fn::Sub": `s3://${ARTIFACT_BUCKET}/${key}` };
  return { "Fn::Sub": `https://${ARTIFACT_BUCKET}.s3.\${AWS::Region}.\${AWS::URLSuffix}/${key}` };
}
