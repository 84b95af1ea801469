// How S3 words what is missing from a request: unlike the JSON services, it has no common sentence for it.

import type { AwsError } from "../../kernel/errors.ts";
import type { Violation } from "../../service/constraints.ts";
import { invalidArgument, invalidRequest, malformedXml } from "./errors.ts";

/** The error for the first violation: members of a document make it malformed, others are headers or parameters. */
export function s3ValidationError(violations: readonly Violation[]): AwsError {
  const [first] = violations;
  if (first === undefined) return invalidRequest("The request is not valid.");
  if (first.path.includes(".") || first.kind === "missing") return malformedXml();
  return invalidArgument(`The value of ${first.member} is not valid`, first.member, first.value);
}
