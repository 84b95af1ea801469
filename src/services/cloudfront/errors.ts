// The errors of CloudFront in AWS's wording. AWS: the errors of each operation in the API reference; where the service is known to answer with a
// sentence of its own, that one.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

const ERRORS = {
  BatchTooLarge: [413, "Invalidation batch specified is too large."],
  CNAMEAlreadyExists: [409, "One or more of the CNAMEs you provided are already associated with a different resource."],
  CachePolicyAlreadyExists: [409, "A cache policy with the same name already exists in this account."],
  CachePolicyInUse: [409, "Cannot delete the cache policy because it is attached to one or more cache behaviors."],
  CannotChangeImmutablePublicKeyFields: [400, "You can't change the value of a public key."],
  CloudFrontOriginAccessIdentityAlreadyExists: [
    409,
    "The caller reference that you are using to create an origin access identity is associated with another origin access identity.",
  ],
  CloudFrontOriginAccessIdentityInUse: [409, "The specified origin access identity is in use."],
  DistributionAlreadyExists: [
    409,
    "The caller reference that you are using to create a distribution is associated with another distribution.",
  ],
  DistributionNotDisabled: [409, "The distribution you are trying to delete has not been disabled."],
  FunctionAlreadyExists: [409, "A function with the same name already exists in this account."],
  FunctionInUse: [409, "Cannot delete the function because it's attached to one or more cache behaviors."],
  FunctionSizeLimitExceeded: [413, "The function is too large."],
  IllegalDelete: [400, "Deletion is not allowed for this entity."],
  IllegalOriginAccessConfiguration: [
    400,
    "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).",
  ],
  IllegalUpdate: [400, "The update contains modifications that are not allowed."],
  InconsistentQuantities: [400, "The value of Quantity and the size of Items don't match."],
  InvalidArgument: [400, "An argument is invalid."],
  InvalidDefaultRootObject: [400, "The default root object file name is too big or contains an invalid character."],
  InvalidDomainNameForOriginAccessControl: [
    400,
    "An origin access control is associated with an origin whose domain name is not supported.",
  ],
  InvalidErrorCode: [400, "An invalid error code was specified."],
  InvalidForwardCookies: [
    400,
    "Your request contains forward cookies option which doesn't match with the expectation for the whitelisted list of cookie names. Either list of cookie names has been specified when not allowed or list of cookie names is missing when expected.",
  ],
  InvalidFunctionAssociation: [400, "A CloudFront function association is invalid."],
  InvalidGeoRestrictionParameter: [400, "The specified geo restriction parameter is not valid."],
  InvalidHeadersForS3Origin: [400, "The headers specified are not valid for an Amazon S3 origin."],
  InvalidIfMatchVersion: [400, "The If-Match version is missing or not valid for the resource."],
  InvalidLocationCode: [400, "The location code specified is not valid."],
  InvalidOrigin: [400, "The specified origin server does not exist or is not valid."],
  InvalidOriginAccessIdentity: [400, "The specified origin access identity does not exist or is not valid."],
  InvalidOriginAccessControl: [400, "The origin access control is not valid."],
  InvalidOriginKeepaliveTimeout: [400, "The keep alive timeout specified for the origin is not valid."],
  InvalidOriginReadTimeout: [400, "The read timeout specified for the origin is not valid."],
  InvalidRelativePath: [400, "The relative path is too big, is not URL-encoded, or does not begin with a slash (/)."],
  InvalidResponseCode: [400, "A response code is not valid."],
  InvalidTTLOrder: [400, "The TTL order specified is not valid."],
  InvalidTagging: [400, "The tagging specified is not valid."],
  InvalidViewerCertificate: [
    400,
    "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
  ],
  KeyGroupAlreadyExists: [409, "A key group with the same name already exists in this account."],
  NoSuchCachePolicy: [404, "The cache policy does not exist."],
  NoSuchCloudFrontOriginAccessIdentity: [404, "The specified origin access identity does not exist."],
  NoSuchDistribution: [404, "The specified distribution does not exist."],
  NoSuchFunctionExists: [404, "The specified function does not exist."],
  NoSuchInvalidation: [404, "The specified invalidation does not exist."],
  NoSuchOrigin: [404, "One or more of your origins or origin groups do not exist."],
  NoSuchOriginAccessControl: [404, "The specified origin access control does not exist."],
  NoSuchOriginRequestPolicy: [404, "The origin request policy does not exist."],
  NoSuchPublicKey: [404, "The specified public key does not exist."],
  NoSuchResource: [404, "The specified resource does not exist."],
  NoSuchResponseHeadersPolicy: [404, "The response headers policy does not exist."],
  OriginAccessControlAlreadyExists: [409, "An origin access control with the same name already exists."],
  OriginAccessControlInUse: [
    409,
    "Cannot delete the origin access control because it's in use by one or more distributions.",
  ],
  OriginRequestPolicyAlreadyExists: [
    409,
    "An origin request policy with the same name already exists in this account.",
  ],
  OriginRequestPolicyInUse: [
    409,
    "Cannot delete the origin request policy because it is attached to one or more cache behaviors.",
  ],
  PreconditionFailed: [
    412,
    "The request failed because it didn't meet the preconditions in one or more request-header fields.",
  ],
  PublicKeyAlreadyExists: [409, "A public key with the same name or caller reference already exists."],
  PublicKeyInUse: [409, "The specified public key is in use."],
  ResourceInUse: [409, "Cannot delete this resource because it is in use."],
  ResponseHeadersPolicyAlreadyExists: [
    409,
    "A response headers policy with the same name already exists in this account.",
  ],
  ResponseHeadersPolicyInUse: [
    409,
    "Cannot delete the response headers policy because it is attached to one or more cache behaviors in a CloudFront distribution.",
  ],
  TestFunctionFailed: [500, "The CloudFront function failed."],
  TooLongCSPInResponseHeadersPolicy: [
    400,
    "The length of the Content-Security-Policy header value in the response headers policy exceeds the maximum.",
  ],
  TooManyCacheBehaviors: [400, "You cannot create more cache behaviors for the distribution."],
  TooManyCachePolicies: [400, "You have reached the maximum number of cache policies for this account."],
  TooManyCloudFrontOriginAccessIdentities: [
    400,
    "Processing your request would cause you to exceed the maximum number of origin access identities allowed.",
  ],
  TooManyCookiesInCachePolicy: [400, "The number of cookies in the cache policy exceeds the maximum."],
  TooManyCookiesInOriginRequestPolicy: [400, "The number of cookies in the origin request policy exceeds the maximum."],
  TooManyCustomHeadersInResponseHeadersPolicy: [
    400,
    "The number of custom headers in the response headers policy exceeds the maximum.",
  ],
  TooManyDistributionCNAMEs: [400, "Your request contains more CNAMEs than are allowed per distribution."],
  TooManyDistributions: [
    400,
    "Processing your request would cause you to exceed the maximum number of distributions allowed.",
  ],
  TooManyFunctions: [400, "You have reached the maximum number of CloudFront functions for this account."],
  TooManyHeadersInCachePolicy: [400, "The number of headers in the cache policy exceeds the maximum."],
  TooManyHeadersInForwardedValues: [400, "Your request contains too many headers in forwarded values."],
  TooManyHeadersInOriginRequestPolicy: [400, "The number of headers in the origin request policy exceeds the maximum."],
  TooManyInvalidationsInProgress: [
    400,
    "You have exceeded the maximum number of allowable InProgress invalidation batch requests, or invalidation objects.",
  ],
  TooManyKeyGroups: [400, "You have reached the maximum number of key groups for this account."],
  TooManyKeyGroupsAssociatedToDistribution: [
    400,
    "The number of key groups referenced by this distribution is more than the maximum allowed.",
  ],
  TooManyOriginAccessControls: [
    400,
    "The number of origin access controls in your account exceeds the maximum allowed.",
  ],
  TooManyOriginCustomHeaders: [400, "Your request contains too many origin custom headers."],
  TooManyOriginGroupsPerDistribution: [
    400,
    "Processing your request would cause you to exceed the maximum number of origin groups allowed.",
  ],
  TooManyOriginRequestPolicies: [
    400,
    "You have reached the maximum number of origin request policies for this account.",
  ],
  TooManyOrigins: [400, "You cannot create more origins for the distribution."],
  TooManyPublicKeys: [400, "The maximum number of public keys have been created. Delete one of the existing keys."],
  TooManyPublicKeysInKeyGroup: [400, "The number of public keys in this key group is more than the maximum allowed."],
  TooManyQueryStringsInCachePolicy: [400, "The number of query strings in the cache policy exceeds the maximum."],
  TooManyQueryStringsInOriginRequestPolicy: [
    400,
    "The number of query strings in the origin request policy exceeds the maximum.",
  ],
  TooManyRemoveHeadersInResponseHeadersPolicy: [
    400,
    "The number of headers in RemoveHeadersConfig in the response headers policy exceeds the maximum.",
  ],
  TooManyResponseHeadersPolicies: [
    400,
    "You have reached the maximum number of response headers policies for this account.",
  ],
  TrustedKeyGroupDoesNotExist: [400, "The specified key group does not exist."],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

/** The code of an error that CloudFront answers with. */
export type ErrorCode = keyof typeof ERRORS;

/** The error of a code, with its documented words unless there are better ones. */
export function fault(code: ErrorCode, message?: string): AwsError {
  const [status, words] = ERRORS[code];
  return new AwsError({ code, status, message: message ?? words });
}

export const invalidArgument = (message: string): AwsError => fault("InvalidArgument", message);

/** What is in the API and not here: said, never stored without effect. */
export function notServed(what: string): AwsError {
  return new AwsError({ code: "NotImplemented", status: 501, message: `${what} is not implemented by Stackyard.` });
}

/** AWS: "1 validation error detected: Value null at 'invalidationBatch' failed to satisfy constraint: ..." has the code MalformedXML. */
export function validationError(violations: readonly Violation[]): AwsError {
  return new AwsError({ code: "MalformedXML", message: coralValidationError(violations).message });
}
