// The bucket of a distribution's standard logs. Whoever turns them on lets the account that delivers them write there, by the bucket's list.
// AWS: "Configure standard logging (legacy)", "Permissions required to configure standard logging and to access your log files".

import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import type { Principal } from "../../../iam/principal.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseRegion, type Region } from "../../../kernel/ids.ts";
import type { Context } from "../../../service/context.ts";
import { parseS3Origin } from "../edge/origins/addresses.ts";
import { invalidArgument } from "../errors.ts";

/** AWS: the canonical user id of "awslogsdelivery", the same for everybody. */
const DELIVERY_ID = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

/** Who writes logs. */
export const LOG_DELIVERY: Principal = {
  kind: "canonical-user",
  arn: "arn:aws:iam::cloudfront:user/awslogsdelivery",
  canonicalUserId: DELIVERY_ID,
};

/** The bucket that a configuration logs to; undefined where it does not log. */
export function logBucketOf({ Logging }: Pick<DistributionConfig, "Logging">): string | undefined {
  return Logging?.Enabled === true ? parseS3Origin(Logging.Bucket ?? "")?.bucket : undefined;
}

/** Throws for logs that cannot be kept. */
export function checkLogging({ Logging }: Pick<DistributionConfig, "Logging">): void {
  if (Logging?.Enabled !== true) return;
  const { Bucket = "", Prefix = "" } = Logging;
  if (parseS3Origin(Bucket) === undefined)
    throw invalidArgument("The parameter Logging Bucket does not refer to a valid S3 bucket.");
  // AWS: LoggingConfig: "the prefix can't start with a slash", at most 256 characters.
  if (Prefix.startsWith("/") || Prefix.length > 256)
    throw invalidArgument(
      "The parameter Logging Prefix is invalid: it does not start with a slash, and has at most 256 characters.",
    );
}

/** Grants the delivery its place in the bucket, as the caller, who needs s3:GetBucketAcl and s3:PutBucketAcl for that. */
export async function allowLogDelivery(config: DistributionConfig, context: Context): Promise<void> {
  checkLogging(config);
  const Bucket = logBucketOf(config);
  if (Bucket === undefined) return;
  const name = config.Logging?.Bucket ?? "";
  try {
    await inRegionOf(name, async (region) => {
      const { s3 } = context.as(context.principal, { account: context.account, region });
      const { Grants = [], Owner } = await s3.getBucketAcl({ Bucket });
      if (Grants.some(({ Grantee, Permission }) => Grantee?.ID === DELIVERY_ID && Permission === "FULL_CONTROL"))
        return;
      const grant = { Grantee: { ID: DELIVERY_ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" } as const;
      await s3.putBucketAcl({ Bucket, AccessControlPolicy: { Owner, Grants: [...Grants, grant] } });
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // AWS: both recorded in public reports.
    if (error.code === "NoSuchBucket")
      throw invalidArgument(`The S3 bucket that you specified for CloudFront logs doesn't exist: ${name}`);
    if (error.code === "AccessControlListNotSupported")
      throw invalidArgument(`The S3 bucket that you specified for CloudFront logs does not enable ACL access: ${name}`);
    throw error;
  }
}

/** Calls in the bucket's region, which S3 tells whoever asks in another one. */
export async function inRegionOf<T>(domain: string, call: (region: Region) => Promise<T>): Promise<T> {
  try {
    return await call(parseRegion(parseS3Origin(domain)?.region ?? "us-east-1"));
  } catch (error) {
    const region =
      error instanceof AwsError && error.code === "PermanentRedirect" ? error.members["Region"] : undefined;
    if (typeof region !== "string") throw error;
    return call(parseRegion(region));
  }
}
