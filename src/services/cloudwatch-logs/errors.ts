// CloudWatch Logs' errors with AWS's codes and wording. AWS: answers recorded in public bug reports of clients; the API
// reference names the codes only.

import { AwsError } from "../../kernel/errors.ts";

export function invalidParameter(message: string): AwsError {
  return new AwsError({ code: "InvalidParameterException", message });
}

export function logGroupNotFound(): AwsError {
  return new AwsError({ code: "ResourceNotFoundException", message: "The specified log group does not exist." });
}

export function logStreamNotFound(): AwsError {
  return new AwsError({ code: "ResourceNotFoundException", message: "The specified log stream does not exist." });
}

export function resourceNotFound(): AwsError {
  return new AwsError({ code: "ResourceNotFoundException", message: "The specified resource does not exist." });
}

export function subscriptionFilterNotFound(): AwsError {
  const message = "The specified subscription filter does not exist.";
  return new AwsError({ code: "ResourceNotFoundException", message });
}

export function metricFilterNotFound(): AwsError {
  const message = "The specified metric filter does not exist.";
  return new AwsError({ code: "ResourceNotFoundException", message });
}

export function resourcePolicyNotFound(policyName: string): AwsError {
  const message = `Policy with name [${policyName}] does not exist.`;
  return new AwsError({ code: "ResourceNotFoundException", message });
}

export function limitExceeded(): AwsError {
  return new AwsError({ code: "LimitExceededException", message: "Resource limit exceeded." });
}

export function logGroupExists(): AwsError {
  return new AwsError({ code: "ResourceAlreadyExistsException", message: "The specified log group already exists" });
}

export function logStreamExists(): AwsError {
  return new AwsError({ code: "ResourceAlreadyExistsException", message: "The specified log stream already exists" });
}

/** AWS: the code is the API reference's; the sentence is inferred. */
export function deletionProtected(logGroupName: string): AwsError {
  const message = `The log group ${logGroupName} has deletion protection enabled.`;
  return new AwsError({ code: "ValidationException", message });
}

/** AWS: StartQuery: with the place of what is wrong. */
export function malformedQuery(message: string, start?: number, end?: number): AwsError {
  const location = start === undefined ? {} : { location: { startCharOffset: start, endCharOffset: end ?? start } };
  return new AwsError({
    code: "MalformedQueryException",
    message,
    members: { queryCompileError: { message, ...location } },
  });
}

/** Of a query, or a saved one. */
export function queryNotFound(): AwsError {
  return new AwsError({ code: "ResourceNotFoundException", message: "The specified query does not exist." });
}

export function invalidOperation(message: string): AwsError {
  return new AwsError({ code: "InvalidOperationException", message });
}

export function tooManyTags(): AwsError {
  return new AwsError({ code: "TooManyTagsException", message: "The number of tags exceeds the limit of 50." });
}

/** A member asks for something that the yard does not have. */
export function notImplemented(what: string): AwsError {
  return new AwsError({ code: "NotImplemented", status: 501, message: `Stackyard does not implement ${what} yet.` });
}
