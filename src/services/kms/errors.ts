// KMS's errors in AWS's wording. AWS: each operation's errors in the AWS KMS API reference; sentences that the reference
// does not have are those that the service is known to answer.

import { AwsError } from "../../kernel/errors.ts";

const error = (code: string, message: string): AwsError => new AwsError({ code, message });

export const validation = (message: string): AwsError => error("ValidationException", message);

export const keyNotFound = (arn: string): AwsError => error("NotFoundException", `Key '${arn}' does not exist`);

export const aliasNotFound = (arn: string): AwsError => error("NotFoundException", `Alias ${arn} is not found.`);

export const invalidKeyId = (text: string): AwsError => error("NotFoundException", `Invalid keyId '${text}'`);

/** An ARN that is none of KMS in this Region: AWS names the part that is wrong. */
export const invalidArn = (part: string): AwsError => error("InvalidArnException", `Invalid arn ${part}`);

/** AWS: a key of another Region is not found. */
export const otherRegion = (region: string): AwsError => error("NotFoundException", `Invalid arn ${region}`);

export const disabled = (arn: string): AwsError => error("DisabledException", `${arn} is disabled.`);

export const invalidState = (message: string): AwsError => error("KMSInvalidStateException", message);

export const pendingDeletion = (arn: string): AwsError => invalidState(`${arn} is pending deletion.`);

export const pendingReplicaDeletion = (arn: string): AwsError =>
  invalidState(`${arn} is pending multi-Region replica key deletion.`);

export const pendingImport = (arn: string): AwsError => invalidState(`${arn} is pending import.`);

export const notPendingDeletion = (arn: string): AwsError => invalidState(`${arn} is not pending deletion.`);

export const unsupported = (message: string): AwsError => error("UnsupportedOperationException", message);

export const invalidKeyUsage = (arn: string, usage: string, operation: string): AwsError =>
  error("InvalidKeyUsageException", `${arn} key usage is ${usage} which is not valid for ${operation}.`);

export const invalidAlgorithm = (algorithm: string, spec: string): AwsError =>
  error("InvalidKeyUsageException", `Algorithm ${algorithm} and key spec ${spec} are incompatible.`);

/** AWS: this error comes without a message. */
export const invalidCiphertext = (): AwsError => error("InvalidCiphertextException", "");

export const incorrectKey = (): AwsError =>
  error("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");

/** AWS: these two come without a message. */
export const invalidSignature = (): AwsError => error("KMSInvalidSignatureException", "");
export const invalidMac = (): AwsError => error("KMSInvalidMacException", "");

export const dryRun = (): AwsError =>
  new AwsError({
    code: "DryRunOperationException",
    message: "The request would have succeeded, but the DryRun option is set.",
    // AWS: DryRunOperationException in the API reference: HTTP Status Code 412.
    status: 412,
  });

export const aliasExists = (arn: string): AwsError =>
  error("AlreadyExistsException", `An alias with the name ${arn} already exists`);

export const invalidAliasName = (message: string): AwsError => error("InvalidAliasNameException", message);

export const limitExceeded = (message: string): AwsError => error("LimitExceededException", message);

export const customKeyStoreNotFound = (): AwsError =>
  error("CustomKeyStoreNotFoundException", "The custom key store does not exist.");

export const malformedPolicy = (message: string, cause?: unknown): AwsError =>
  new AwsError({ code: "MalformedPolicyDocumentException", message, cause });

export const lockout = (): AwsError =>
  malformedPolicy("The new key policy will not allow you to update the key policy in the future.");

export const tagError = (message: string): AwsError => error("TagException", message);

export const invalidMarker = (): AwsError => error("InvalidMarkerException", "Could not deserialize marker");

export const invalidGrantToken = (): AwsError => error("InvalidGrantTokenException", "The grant token is not valid.");

export const invalidGrantId = (grantId: string): AwsError =>
  error("InvalidGrantIdException", `Grant ID ${grantId} is not valid.`);

export const grantNotFound = (grantId: string, arn: string): AwsError =>
  error("NotFoundException", `Grant ID ${grantId} not found for key ${arn}.`);

export const expiredImportToken = (): AwsError => error("ExpiredImportTokenException", "The import token has expired.");

export const invalidImportToken = (): AwsError =>
  error("InvalidImportTokenException", "The import token is not valid for this key.");

export const incorrectKeyMaterial = (message: string): AwsError => error("IncorrectKeyMaterialException", message);

export const keyExists = (arn: string): AwsError => error("AlreadyExistsException", `Key '${arn}' already exists.`);

/** What KMS can and Stackyard cannot. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard.`, status: 501 });

export const noSuchPolicy = (): AwsError => error("NotFoundException", "No such policy exists");

/** AWS managed keys are AWS's to change. */
export const managedKey = (arn: string): AwsError =>
  new AwsError({ code: "AccessDeniedException", message: `${arn} is an AWS managed key, which cannot be changed.` });

export const keyMaterialNotFound = (materialId: string, arn: string): AwsError =>
  error("NotFoundException", `Key material ${materialId} not found for key ${arn}.`);

export const otherAccount = (arn: string): AwsError =>
  new AwsError({
    code: "AccessDeniedException",
    message: `You cannot perform this operation on ${arn}, a KMS key in a different AWS account.`,
  });
