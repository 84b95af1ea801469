// Names of input members that several operations honour alike.

import { CHECKSUM_ALGORITHMS, checksumMember } from "./checksums.ts";

/** What a writer may say about an object: parseHeaders reads them. */
export const HEADER_MEMBERS = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "Expires",
  "StorageClass",
  "Metadata",
  "WebsiteRedirectLocation",
] as const;

/** Checksums that a client may claim: readClaims reads them. */
export const CHECKSUM_MEMBERS = CHECKSUM_ALGORITHMS.map(checksumMember);

/** Conditions of reads: checkRead reads them. */
export const READ_CONDITION_MEMBERS = ["IfMatch", "IfNoneMatch", "IfModifiedSince", "IfUnmodifiedSince"] as const;

/** Conditions of copies: checkCopySource reads them. */
export const COPY_CONDITION_MEMBERS = [
  "CopySourceIfMatch",
  "CopySourceIfNoneMatch",
  "CopySourceIfModifiedSince",
  "CopySourceIfUnmodifiedSince",
] as const;

/** Headers that a signed read may ask to get in place of the object's own. */
export const RESPONSE_MEMBERS = [
  "ResponseCacheControl",
  "ResponseContentDisposition",
  "ResponseContentEncoding",
  "ResponseContentLanguage",
  "ResponseContentType",
  "ResponseExpires",
] as const;

/** What a writer may say about the lock of an object: parseLock reads them. */
export const LOCK_MEMBERS = ["ObjectLockMode", "ObjectLockRetainUntilDate", "ObjectLockLegalHoldStatus"] as const;

/** How a writer may ask for encryption: encryptionOfNewObject reads them. */
export const ENCRYPTION_MEMBERS = [
  "ServerSideEncryption",
  "SSEKMSKeyId",
  "SSEKMSEncryptionContext",
  "BucketKeyEnabled",
  "SSECustomerAlgorithm",
  "SSECustomerKey",
  "SSECustomerKeyMD5",
] as const;

/** The customer's own key: customerKeyHeaders reads them. */
export const CUSTOMER_KEY_MEMBERS = ["SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5"] as const;

/** The customer's own key for the source of a copy. */
export const SOURCE_KEY_MEMBERS = [
  "CopySourceSSECustomerAlgorithm",
  "CopySourceSSECustomerKey",
  "CopySourceSSECustomerKeyMD5",
] as const;
