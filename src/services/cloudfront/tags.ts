// Tags, which distributions have. AWS: "Tag resources": what tags may be, and how many.

import type { Tag } from "@aws-sdk/client-cloudfront";
import type { ReadTx } from "../../store/store.ts";
import { parseArn } from "../../kernel/arns.ts";
import { fault, invalidArgument } from "./errors.ts";
import { distributionOfArn } from "./ids.ts";
import type { DistributionRecord, Tags } from "./records.ts";
import { loadDistribution } from "./repo.ts";

// LIMIT: AWS: 50 tags a resource.
const MOST_TAGS = 50;

/** Tags with these added; throws InvalidTagging. */
export function checkTags(given: readonly Tag[], present: Tags = {}): Tags {
  for (const { Key = "", Value = "" } of given) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(Key) || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(Value))
      throw fault("InvalidTagging");
  }
  const tags = { ...present, ...Object.fromEntries(given.map(({ Key = "", Value = "" }) => [Key, Value])) };
  if (Object.keys(tags).length > MOST_TAGS) throw fault("InvalidTagging");
  return tags;
}

/** The distribution that an ARN names; throws NoSuchResource. */
export function requireTagged(tx: ReadTx, account: string, arn: string): DistributionRecord {
  // AWS: "InvalidArgument" for what is no ARN of CloudFront's.
  if (parseArn(arn)?.service !== "cloudfront") throw invalidArgument("The parameter Resource is invalid.");
  const id = distributionOfArn(arn, account);
  const record = id === undefined ? undefined : loadDistribution(tx, account, id);
  if (record === undefined) throw fault("NoSuchResource");
  return record;
}
