// The errors of Secrets Manager in AWS's wording. AWS: each operation's errors in the API reference; sentences that the reference does
// not have are those that the service is known to answer.

import { AwsError } from "../../kernel/errors.ts";

const error = (code: string, message: string): AwsError => new AwsError({ code, message });

export const invalidParameter = (message: string): AwsError => error("InvalidParameterException", message);

export const invalidRequest = (message: string): AwsError => error("InvalidRequestException", message);

export const validation = (message: string): AwsError => error("ValidationException", message);

export const secretNotFound = (): AwsError =>
  error("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

export const valueNotFound = (what: string): AwsError =>
  error("ResourceNotFoundException", `Secrets Manager can't find the specified secret value for ${what}`);

export const versionNotFound = (): AwsError =>
  error("ResourceNotFoundException", "Secrets Manager can't find the specified secret version.");

export const functionNotFound = (arn: string): AwsError =>
  error("ResourceNotFoundException", `Secrets Manager can't find the Lambda rotation function ${arn}.`);

export const functionDenied = (): AwsError =>
  error(
    "AccessDeniedException",
    "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
  );

export const secretExists = (name: string): AwsError =>
  error("ResourceExistsException", `The operation failed because the secret ${name} already exists.`);

export const tokenInUse = (token: string, arn: string): AwsError =>
  error(
    "ResourceExistsException",
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  );

export const markedForDeletion = (): AwsError =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");

export const nameWaitsForDeletion = (): AwsError =>
  invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");

export const malformedPolicy = (message: string): AwsError => error("MalformedPolicyDocumentException", message);

export const publicPolicy = (): AwsError =>
  error(
    "PublicPolicyException",
    "You cannot use a resource policy that grants broad access to the secret because BlockPublicPolicy is on.",
  );

export const limitExceeded = (message: string): AwsError => error("LimitExceededException", message);

export const invalidNextToken = (): AwsError =>
  error("InvalidNextTokenException", "The NextToken value is invalid. Get a new one by listing from the beginning.");

export const encryptionFailure = (message: string): AwsError => error("EncryptionFailure", message);

export const decryptionFailure = (message: string): AwsError => error("DecryptionFailure", message);
