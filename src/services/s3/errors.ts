// S3's errors with AWS's codes, statuses and wording. AWS: "Error responses" (S3 API reference), and answers recorded in
// public bug reports where that page leaves the wording open.

import { AwsError } from "../../kernel/errors.ts";

function error(
  code: string,
  status: number,
  message: string,
  members: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): AwsError {
  return new AwsError({ code, status, message, members, headers });
}

export function noSuchBucket(bucketName: string): AwsError {
  return error("NoSuchBucket", 404, "The specified bucket does not exist", { BucketName: bucketName });
}

export function bucketAlreadyOwnedByYou(bucketName: string): AwsError {
  const message = "Your previous request to create the named bucket succeeded and you already own it.";
  return error("BucketAlreadyOwnedByYou", 409, message, { BucketName: bucketName });
}

export function bucketAlreadyExists(bucketName: string): AwsError {
  const message =
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. " +
    "Please select a different name and try again.";
  return error("BucketAlreadyExists", 409, message, { BucketName: bucketName });
}

/** AWS: "Error responses", TooManyBuckets. */
export function tooManyBuckets(): AwsError {
  return error("TooManyBuckets", 400, "You have attempted to create more buckets than allowed");
}

/** AWS: "Error responses", InvalidBucketOwnerAWSAccountID. */
export function invalidBucketOwner(): AwsError {
  const message = "The value of the expected bucket owner parameter must be an AWS account ID";
  return error("InvalidBucketOwnerAWSAccountID", 400, message);
}

export function bucketNotEmpty(bucketName: string, isVersioned: boolean): AwsError {
  const message = "The bucket you tried to delete is not empty";
  const advice = isVersioned ? ". You must delete all versions in the bucket." : "";
  return error("BucketNotEmpty", 409, message + advice, { BucketName: bucketName });
}

export function invalidBucketName(bucketName: string): AwsError {
  return error("InvalidBucketName", 400, "The specified bucket is not valid.", { BucketName: bucketName });
}

export function illegalLocation(location: string): AwsError {
  const message = `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  return error("IllegalLocationConstraintException", 400, message);
}

export function invalidLocation(location: string): AwsError {
  const message = "The specified location-constraint is not valid";
  return error("InvalidLocationConstraint", 400, message, { LocationConstraint: location });
}

export function permanentRedirect(bucketName: string, region: string): AwsError {
  const message =
    "The bucket you are attempting to access must be addressed using the specified endpoint. " +
    "Please send all future requests to this endpoint.";
  const members = { Endpoint: `${bucketName}.s3.${region}.amazonaws.com`, Bucket: bucketName, Region: region };
  // A HEAD has no body to tell the region in.
  return error("PermanentRedirect", 301, message, members, { "x-amz-bucket-region": region });
}

export function noSuchKey(key: string): AwsError {
  return error("NoSuchKey", 404, "The specified key does not exist.", { Key: key });
}

export function noSuchVersion(key: string, versionId: string): AwsError {
  return error("NoSuchVersion", 404, "The specified version does not exist.", { Key: key, VersionId: versionId });
}

/** The headers that tell a client that it met a delete marker. */
function deleteMarkerHeaders(versionId: string): Record<string, string> {
  return { "x-amz-delete-marker": "true", "x-amz-version-id": versionId };
}

/** A key whose newest version is a delete marker. */
export function deletedKey(key: string, versionId: string): AwsError {
  return error("NoSuchKey", 404, "The specified key does not exist.", { Key: key }, deleteMarkerHeaders(versionId));
}

/** A delete marker was asked for by its version id. */
export function deleteMarkerNotAllowed(method: string, versionId: string): AwsError {
  const message = "The specified method is not allowed against this resource.";
  const members = { Method: method, ResourceType: "DeleteMarker" };
  return error("MethodNotAllowed", 405, message, members, { ...deleteMarkerHeaders(versionId), Allow: "DELETE" });
}

export function keyTooLong(bytes: number, limit: number): AwsError {
  return error("KeyTooLongError", 400, "Your key is too long", { Size: bytes, MaxSizeAllowed: limit });
}

export function metadataTooLarge(bytes: number, limit: number): AwsError {
  const message = "Your metadata headers exceed the maximum allowed metadata size";
  return error("MetadataTooLarge", 400, message, { Size: bytes, MaxSizeAllowed: limit });
}

export function entityTooLarge(bytes: number, limit: number): AwsError {
  const message = "Your proposed upload exceeds the maximum allowed size";
  return error("EntityTooLarge", 400, message, { ProposedSize: bytes, MaxSizeAllowed: limit });
}

export function entityTooSmall(bytes: number, limit: number, partNumber: number, etag: string): AwsError {
  const message = "Your proposed upload is smaller than the minimum allowed size";
  return error("EntityTooSmall", 400, message, {
    ProposedSize: bytes,
    MinSizeAllowed: limit,
    PartNumber: partNumber,
    ETag: etag,
  });
}

export function badDigest(what: string): AwsError {
  return error(
    "BadDigest",
    400,
    `The ${what} you specified did not match ${what === "Content-MD5" ? "what we received" : "the calculated checksum"}.`,
  );
}

export function invalidDigest(value: string): AwsError {
  return error("InvalidDigest", 400, "The Content-MD5 you specified was invalid.", { "Content-MD5": value });
}

export function invalidRequest(message: string): AwsError {
  return error("InvalidRequest", 400, message);
}

export function invalidArgument(message: string, name: string, value: unknown): AwsError {
  return error("InvalidArgument", 400, message, { ArgumentName: name, ArgumentValue: value });
}

export function invalidRange(range: string, bytes: number): AwsError {
  const message = "The requested range is not satisfiable";
  return error("InvalidRange", 416, message, { RangeRequested: range, ActualObjectSize: bytes });
}

export function invalidPartNumber(partNumber: number, parts: number): AwsError {
  const message = "The requested partnumber is not satisfiable";
  return error("InvalidPartNumber", 416, message, { PartNumberRequested: partNumber, ActualPartCount: parts });
}

export function preconditionFailed(condition: string): AwsError {
  const message = "At least one of the pre-conditions you specified did not hold";
  return error("PreconditionFailed", 412, message, { Condition: condition });
}

export function notModified(etag: string, modifiedAtMs: number): AwsError {
  const headers = { ETag: etag, "Last-Modified": new Date(modifiedAtMs).toUTCString() };
  return error("NotModified", 304, "Not Modified", {}, headers);
}

export function noSuchUpload(uploadId: string): AwsError {
  const message =
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
  return error("NoSuchUpload", 404, message, { UploadId: uploadId });
}

export function invalidPart(uploadId: string, partNumber: number, etag: string): AwsError {
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified " +
    "entity tag may not match the part's entity tag.";
  return error("InvalidPart", 400, message, { UploadId: uploadId, PartNumber: partNumber, ETag: etag });
}

export function invalidPartOrder(uploadId: string): AwsError {
  const message = "The list of parts was not in ascending order. Parts must be ordered by part number.";
  return error("InvalidPartOrder", 400, message, { UploadId: uploadId });
}

export function malformedXml(): AwsError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return error("MalformedXML", 400, message);
}

export function malformedPolicy(message: string): AwsError {
  return error("MalformedPolicy", 400, message);
}

export function noSuchBucketPolicy(bucketName: string): AwsError {
  return error("NoSuchBucketPolicy", 404, "The bucket policy does not exist", { BucketName: bucketName });
}

export function noSuchTagSet(bucketName: string): AwsError {
  return error("NoSuchTagSet", 404, "The TagSet does not exist", { BucketName: bucketName });
}

export function invalidTag(message: string, members: Record<string, unknown> = {}): AwsError {
  return error("InvalidTag", 400, message, members);
}

export function badRequest(message: string): AwsError {
  return error("BadRequest", 400, message);
}

export function noSuchLifecycleConfiguration(bucketName: string): AwsError {
  const message = "The lifecycle configuration does not exist";
  return error("NoSuchLifecycleConfiguration", 404, message, { BucketName: bucketName });
}

export function noSuchPublicAccessBlock(bucketName: string): AwsError {
  const message = "The public access block configuration was not found";
  return error("NoSuchPublicAccessBlockConfiguration", 404, message, { BucketName: bucketName });
}

/** AWS: new buckets have ACLs disabled ("Bucket owner enforced"), and requests that set one are refused. */
export function aclNotSupported(): AwsError {
  return error("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
}

export function accessDenied(message = "Access Denied"): AwsError {
  return error("AccessDenied", 403, message);
}

/** AWS: "Block public access" said in a denial ("Troubleshoot access denied (403 Forbidden) errors", user guide). */
export function publicAccessBlocked(
  caller: string,
  action: string,
  resource: string,
  what: "ACLs" | "policies",
): AwsError {
  const setting = what === "ACLs" ? "BlockPublicAcls" : "BlockPublicPolicy";
  return accessDenied(
    `User: ${caller} is not authorized to perform: ${action} on resource: "${resource}" because public ${what} are ` +
      `prevented by the ${setting} setting in S3 Block Public Access.`,
  );
}

export function malformedAcl(): AwsError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return error("MalformedACLError", 400, message);
}

export function missingSecurityHeader(): AwsError {
  const message = "Your request was missing a required header";
  return error("MissingSecurityHeader", 400, message, { MissingHeaderName: "x-amz-acl" });
}

export function unexpectedContent(): AwsError {
  return error("UnexpectedContent", 400, "This request does not support content");
}

/** AWS: since October 2025, a grant to an e-mail address gets 405 ("PutBucketAcl", API reference). */
export function emailGranteesGone(): AwsError {
  return error("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
}

/** AWS: only the bucket owner's account manages the policy ("PutBucketPolicy", API reference). */
export function notTheOwner(): AwsError {
  return error("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
}

export function ownershipControlsNotFound(bucketName: string): AwsError {
  const message = "The bucket ownership controls were not found";
  return error("OwnershipControlsNotFoundError", 404, message, { BucketName: bucketName });
}

export function publicBucketAcl(): AwsError {
  const message = "Bucket cannot have public ACLs set with BlockPublicAccess enabled";
  return error("InvalidBucketAclWithBlockPublicAccessError", 400, message);
}

export function noSuchCors(bucketName: string): AwsError {
  return error("NoSuchCORSConfiguration", 404, "The CORS configuration does not exist", { BucketName: bucketName });
}

export function noSuchWebsite(bucketName: string): AwsError {
  const message = "The specified bucket does not have a website configuration";
  return error("NoSuchWebsiteConfiguration", 404, message, { BucketName: bucketName });
}

export function methodNotAllowed(method: string, resourceType: string): AwsError {
  const message = "The specified method is not allowed against this resource.";
  return error("MethodNotAllowed", 405, message, { Method: method, ResourceType: resourceType });
}

export function invalidRedirectLocation(): AwsError {
  const message = "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.";
  return error("InvalidRedirectLocation", 400, message);
}

/** AWS: "InvalidObjectState" for reads of archived objects. */
export function archivedObject(storageClass: string): AwsError {
  const message = "The operation is not valid for the object's storage class";
  return error("InvalidObjectState", 403, message, { StorageClass: storageClass });
}

/** AWS: the same code for a restoration of what is not archived. */
export function notArchived(storageClass: string): AwsError {
  const message = "Restore is not allowed for the object's current storage class";
  return error("InvalidObjectState", 403, message, { StorageClass: storageClass });
}

export function restoreInProgress(): AwsError {
  return error("RestoreAlreadyInProgress", 409, "Object restore is already in progress");
}

export function notAccelerated(): AwsError {
  return error("InvalidRequest", 400, "S3 Transfer Acceleration is not configured on this bucket");
}

/** AWS: "InvalidTargetBucketForLogging" (error responses). */
export function invalidTargetBucket(targetBucket: string): AwsError {
  const message = "The target bucket for logging does not exist";
  return error("InvalidTargetBucketForLogging", 400, message, { TargetBucket: targetBucket });
}

export function crossLocationLogging(targetLocation: string, sourceLocation: string): AwsError {
  const message = "Cross S3 location logging not allowed. ";
  const members = { TargetBucketLocation: targetLocation, SourceBucketLocation: sourceLocation };
  return error("CrossLocationLoggingProhibitted", 403, message, members);
}

export function noSuchReplication(bucketName: string): AwsError {
  const message = "The replication configuration was not found";
  return error("ReplicationConfigurationNotFoundError", 404, message, { BucketName: bucketName });
}

/** AWS: versioning stays on under a replication configuration. */
export function replicationPresent(): AwsError {
  const message =
    "A replication configuration is present on this bucket, so you cannot change the versioning state. To change the " +
    "versioning state, first delete the replication configuration.";
  return error("InvalidBucketState", 409, message);
}

export function corsInsufficient(message: string): AwsError {
  return error("BadRequest", 400, message);
}

export function corsForbidden(reason: string, method: string, resourceType: string): AwsError {
  return error("AccessForbidden", 403, `CORSResponse: ${reason}`, { Method: method, ResourceType: resourceType });
}

export function illegalVersioning(): AwsError {
  return error("IllegalVersioningConfigurationException", 400, "The Versioning element must be specified");
}

/** What S3 answers where a request asks for something that is not there: here, what the yard does not have yet. */
export function notImplemented(header: string, detail?: string): AwsError {
  const message = "A header you provided implies functionality that is not implemented";
  return error("NotImplemented", 501, message, {
    Header: header,
    ...(detail === undefined ? {} : { additionalMessage: detail }),
  });
}

export function invalidBucketAcl(): AwsError {
  const message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
  return error("InvalidBucketAclWithObjectOwnership", 400, message);
}

/** AWS: "Error responses", InvalidStorageClass. */
export function invalidStorageClass(storageClass: string): AwsError {
  const message = "The storage class you specified is not valid";
  return error("InvalidStorageClass", 400, message, { StorageClassRequested: storageClass });
}

/** AWS (recorded): a form's policy that cannot be read. */
export function invalidPolicyDocument(detail: string): AwsError {
  return error("InvalidPolicyDocument", 400, `Invalid Policy: ${detail}`);
}

/** AWS (recorded): a form without a field that it needs; the two spaces are S3's. */
export function formFieldMissing(name: string): AwsError {
  const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  return invalidArgument(message, name, "");
}

/** AWS (recorded): a form with another number of files than one. */
export function onlyOneFile(count: number): AwsError {
  return invalidArgument("POST requires exactly one file upload per request.", "file", count);
}

/** AWS: "Error responses", MalformedPOSTRequest. */
export function malformedPost(): AwsError {
  const message = "The body of your POST request is not well-formed multipart/form-data.";
  return error("MalformedPOSTRequest", 400, message);
}

/** AWS (recorded), spelling included. */
export function fieldsTooLarge(limit: number): AwsError {
  const message = "Your POST request fields preceeding the upload file was too large.";
  return error("MaxPostPreDataLengthExceeded", 400, message, { MaxPostPreDataLengthBytes: limit });
}

/** AWS (recorded): a form that was signed for another region than the bucket's. */
export function wrongFormRegion(region: string, expected: string, credential: string): AwsError {
  return error("InvalidArgument", 400, `the region '${region}' is wrong; expecting '${expected}'`, {
    ArgumentName: "X-Amz-Credential",
    ArgumentValue: credential,
    Region: expected,
  });
}

/** A form's file below the policy's content-length-range. */
export function entityTooSmallUpload(bytes: number, limit: number): AwsError {
  const message = "Your proposed upload is smaller than the minimum allowed size";
  return error("EntityTooSmall", 400, message, { ProposedSize: bytes, MinSizeAllowed: limit });
}

/** AWS (recorded): a lock in a bucket that has no object lock. */
export function noObjectLock(): AwsError {
  return error("InvalidRequest", 400, "Bucket is missing Object Lock Configuration");
}

/** AWS (recorded): a bucket, or an object, without the lock that was asked for. */
export function noObjectLockConfiguration(bucketName: string): AwsError {
  const message = "Object Lock configuration does not exist for this bucket";
  return error("ObjectLockConfigurationNotFoundError", 404, message, { BucketName: bucketName });
}

export function objectNotLocked(): AwsError {
  const message = "The specified object does not have a ObjectLock configuration";
  return error("NoSuchObjectLockConfiguration", 404, message);
}

/** AWS (recorded): a version that object lock protects. */
export function lockedObject(): AwsError {
  return accessDenied("Access Denied because object protected by object lock.");
}

/** AWS (recorded): versioning and object lock hang together. */
export function lockNeedsVersioning(): AwsError {
  const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
  return error("InvalidBucketState", 409, message);
}

export function versioningIsLocked(): AwsError {
  const message = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
  return error("InvalidBucketState", 409, message);
}

/** AWS: "Error responses", ConditionalRequestConflict. */
export function conditionalRequestConflict(): AwsError {
  const message = "The conditional request cannot succeed due to a conflicting operation against this resource.";
  return error("ConditionalRequestConflict", 409, message);
}

/** AWS: "Error responses", InvalidEncryptionAlgorithmError. */
export function invalidEncryptionAlgorithm(algorithm: string): AwsError {
  const message = "The encryption request you specified is not valid. The valid value is AES256.";
  return error("InvalidEncryptionAlgorithmError", 400, message, {
    ArgumentName: "x-amz-server-side-encryption",
    ArgumentValue: algorithm,
  });
}

/** AWS (recorded): a read of an object of a customer's key without it. */
export function encryptionParametersMissing(): AwsError {
  const message =
    "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to " +
    "retrieve the object.";
  return error("InvalidRequest", 400, message);
}

/** AWS (recorded): a customer's key for an object that has none. */
export function encryptionNotApplicable(): AwsError {
  return error("InvalidRequest", 400, "The encryption parameters are not applicable to this object.");
}

/** AWS (recorded): a part with another key than its upload. */
export function encryptionMismatch(): AwsError {
  const message = "The provided encryption parameters did not match the ones used originally.";
  return error("InvalidRequest", 400, message);
}

/** AWS (recorded): another customer's key than the one that was used. */
export function wrongCustomerKey(): AwsError {
  return accessDenied(
    "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.",
  );
}

/** AWS: KMS's errors come through S3 with "KMS." before their codes; denials are S3's own. */
export function kmsError(cause: AwsError): AwsError {
  if (cause.code === "AccessDeniedException")
    return new AwsError({ code: "AccessDenied", status: 403, message: cause.message, cause });
  return new AwsError({ code: `KMS.${cause.code}`, status: 400, message: cause.message, cause });
}
