// How S3 words a denial. AWS: "Troubleshoot access denied (403 Forbidden) errors in Amazon S3" (user guide): IAM's
// sentence with the resource in quotation marks; anonymous callers get two words.

import type { AwsError } from "../../kernel/errors.ts";
import { accessDenied } from "./errors.ts";

/** The error for IAM's sentence. */
export function s3AccessDenied(message: string): AwsError {
  if (!message.startsWith("User: arn:")) return accessDenied();
  return accessDenied(message.replace(/ on resource: (\S+)/, ' on resource: "$1"'));
}
