// Lambda's errors in AWS's wording. Source: each operation's errors in the API reference; wordings as recorded from the
// service where the reference has none.

import { AwsError } from "../../kernel/errors.ts";

function userError(code: string, status: number, message: string, members: Record<string, unknown> = {}): AwsError {
  return new AwsError({ code, status, message, members: { Type: "User", ...members } });
}

export const invalidParameter = (message: string): AwsError =>
  userError("InvalidParameterValueException", 400, message);

/** AWS: what PutFunctionConcurrency answers for a version or an alias; inferred for its neighbours. */
export const functionsOnly = (): AwsError =>
  invalidParameter(
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
  );

export const functionNotFound = (arn: string): AwsError =>
  userError("ResourceNotFoundException", 404, `Function not found: ${arn}`);

export const aliasNotFound = (arn: string): AwsError =>
  userError("ResourceNotFoundException", 404, `Cannot find alias arn: ${arn}`);

export const resourceNotFound = (message = "The resource you requested does not exist."): AwsError =>
  userError("ResourceNotFoundException", 404, message);

export const otherRegion = (wanted: string, here: string): AwsError =>
  userError(
    "ResourceNotFoundException",
    404,
    `Functions from '${wanted}' are not reachable in this region ('${here}')`,
  );

export const functionExists = (name: string): AwsError =>
  userError("ResourceConflictException", 409, `Function already exist: ${name}`);

export const urlExists = (arn: string): AwsError =>
  userError(
    "ResourceConflictException",
    409,
    `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  );

export const aliasExists = (arn: string): AwsError =>
  userError("ResourceConflictException", 409, `Alias already exists: ${arn}`);

export const statementExists = (id: string): AwsError =>
  userError(
    "ResourceConflictException",
    409,
    `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
  );

export const versionHasAliases = (version: string, aliases: readonly string[]): AwsError =>
  userError(
    "ResourceConflictException",
    409,
    `Unable to delete version ${version} because the following aliases reference it: [${aliases.join(", ")}]`,
  );

export const mappingExists = (sourceArn: string, functionArn: string, uuid: string): AwsError =>
  userError(
    "ResourceConflictException",
    409,
    `The event source arn (" ${sourceArn} ") and function (" ${functionArn} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${uuid}`,
  );

export const wrongRevision = (): AwsError =>
  userError(
    "PreconditionFailedException",
    412,
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
  );

export const roleCannotBeAssumed = (): AwsError =>
  invalidParameter("The role defined for the function cannot be assumed by Lambda.");

export const crossAccountRole = (): AwsError =>
  new AwsError({ code: "AccessDeniedException", status: 403, message: "Cross-account pass role is not allowed." });

export const roleMayNot = (operation: string, service: string): AwsError =>
  invalidParameter(`The provided execution role does not have permissions to call ${operation} on ${service}`);

/** AWS: the documentation of these exceptions; a function whose network was never set up. */
export const networkNotReady = ({ code, reason }: { readonly code: string; readonly reason: string }): AwsError => {
  const exception = NETWORK_EXCEPTIONS[code] ?? "EC2UnexpectedException";
  return userError(exception, 502, reason);
};

const NETWORK_EXCEPTIONS: Readonly<Record<string, string>> = {
  SubnetOutOfIPAddresses: "SubnetIPAddressLimitReachedException",
  EniLimitExceeded: "ENILimitReachedException",
  InvalidSubnet: "InvalidSubnetIDException",
  InvalidSecurityGroup: "InvalidSecurityGroupIDException",
};

export const requestTooLarge = (mostBytes: number): AwsError =>
  userError(
    "RequestTooLargeException",
    413,
    `Request must be smaller than ${mostBytes} bytes for the InvokeFunction operation`,
  );

export const invalidPayload = (detail: string): AwsError =>
  userError(
    "InvalidRequestContentException",
    400,
    `Could not parse request body into json: Could not parse payload into json: ${detail}`,
  );

/** AWS: observed. */
export const codeStorageExceeded = (): AwsError =>
  userError("CodeStorageExceededException", 400, "Code storage limit exceeded.");

/** Thrown to the caller of a synchronous invocation; asynchronous ones wait. */
export const tooManyRequests = (
  reason:
    | "ReservedFunctionConcurrentInvocationLimitExceeded"
    | "ConcurrentInvocationLimitExceeded"
    | "ReservedFunctionInvocationRateLimitExceeded"
    | "FunctionInvocationRateLimitExceeded",
): AwsError => userError("TooManyRequestsException", 429, "Rate Exceeded.", { Reason: reason });

export const recursiveInvocation = (): AwsError =>
  userError(
    "RecursiveInvocationException",
    400,
    "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function's invocation.",
  );

export const noProvisionedConcurrency = (): AwsError =>
  userError(
    "ProvisionedConcurrencyConfigNotFoundException",
    404,
    "No Provisioned Concurrency Config found for this function",
  );

export const policyTooLong = (): AwsError =>
  userError("PolicyLengthExceededException", 400, "The final policy size is bigger than the limit (20480).");

/** What Stackyard does not do yet is refused, not ignored. */
export const notSupported = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", status: 501, message: `Stackyard's Lambda does not support ${what} yet.` });

export const runtimeNotSupported = (reason: string): AwsError =>
  new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `Stackyard's Lambda does not support this runtime. ${reason}`,
  });
