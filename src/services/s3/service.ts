// S3's table of contents.

import { defineService } from "../../service/service.ts";
import { s3AccessDenied } from "./access-denied.ts";
import { abortMultipartUpload } from "./operations/abort-multipart-upload.ts";
import { completeMultipartUpload } from "./operations/complete-multipart-upload.ts";
import { copyObject } from "./operations/copy-object.ts";
import { createBucket } from "./operations/create-bucket.ts";
import { createMultipartUpload } from "./operations/create-multipart-upload.ts";
import { deleteBucketCors } from "./operations/delete-bucket-cors.ts";
import { deleteBucketEncryption } from "./operations/delete-bucket-encryption.ts";
import { deleteBucketLifecycle } from "./operations/delete-bucket-lifecycle.ts";
import { deleteBucketOwnershipControls } from "./operations/delete-bucket-ownership-controls.ts";
import { deleteBucketPolicy } from "./operations/delete-bucket-policy.ts";
import { deleteBucketReplication } from "./operations/delete-bucket-replication.ts";
import { deleteBucketTagging } from "./operations/delete-bucket-tagging.ts";
import { deleteBucket } from "./operations/delete-bucket.ts";
import { deleteBucketWebsite } from "./operations/delete-bucket-website.ts";
import { deleteObjectTagging } from "./operations/delete-object-tagging.ts";
import { deleteObject } from "./operations/delete-object.ts";
import { deleteObjects } from "./operations/delete-objects.ts";
import { deletePublicAccessBlock } from "./operations/delete-public-access-block.ts";
import { getBucketAccelerateConfiguration } from "./operations/get-bucket-accelerate-configuration.ts";
import { getBucketAcl } from "./operations/get-bucket-acl.ts";
import { getBucketCors } from "./operations/get-bucket-cors.ts";
import { getBucketEncryption } from "./operations/get-bucket-encryption.ts";
import { getBucketLifecycleConfiguration } from "./operations/get-bucket-lifecycle-configuration.ts";
import { getBucketLocation } from "./operations/get-bucket-location.ts";
import { getBucketLogging } from "./operations/get-bucket-logging.ts";
import { getBucketNotificationConfiguration } from "./operations/get-bucket-notification-configuration.ts";
import { getBucketOwnershipControls } from "./operations/get-bucket-ownership-controls.ts";
import { getBucketPolicyStatus } from "./operations/get-bucket-policy-status.ts";
import { getBucketPolicy } from "./operations/get-bucket-policy.ts";
import { getBucketReplication } from "./operations/get-bucket-replication.ts";
import { getBucketRequestPayment } from "./operations/get-bucket-request-payment.ts";
import { getBucketTagging } from "./operations/get-bucket-tagging.ts";
import { getBucketVersioning } from "./operations/get-bucket-versioning.ts";
import { getBucketWebsite } from "./operations/get-bucket-website.ts";
import { getObjectAcl } from "./operations/get-object-acl.ts";
import { getObjectAttributes } from "./operations/get-object-attributes.ts";
import { getObjectLockConfiguration } from "./operations/get-object-lock-configuration.ts";
import { getObjectTagging } from "./operations/get-object-tagging.ts";
import { getObject } from "./operations/get-object.ts";
import { getPublicAccessBlock } from "./operations/get-public-access-block.ts";
import { headBucket } from "./operations/head-bucket.ts";
import { headObject } from "./operations/head-object.ts";
import { listBuckets } from "./operations/list-buckets.ts";
import { listMultipartUploads } from "./operations/list-multipart-uploads.ts";
import { listObjectVersions } from "./operations/list-object-versions.ts";
import { listObjectsV2 } from "./operations/list-objects-v2.ts";
import { listObjects } from "./operations/list-objects.ts";
import { listParts } from "./operations/list-parts.ts";
import { putBucketAccelerateConfiguration } from "./operations/put-bucket-accelerate-configuration.ts";
import { putBucketAcl } from "./operations/put-bucket-acl.ts";
import { putBucketCors } from "./operations/put-bucket-cors.ts";
import { putBucketEncryption } from "./operations/put-bucket-encryption.ts";
import { putBucketLifecycleConfiguration } from "./operations/put-bucket-lifecycle-configuration.ts";
import { putBucketLogging } from "./operations/put-bucket-logging.ts";
import { putBucketNotificationConfiguration } from "./operations/put-bucket-notification-configuration.ts";
import { putBucketOwnershipControls } from "./operations/put-bucket-ownership-controls.ts";
import { putBucketPolicy } from "./operations/put-bucket-policy.ts";
import { putBucketReplication } from "./operations/put-bucket-replication.ts";
import { putBucketRequestPayment } from "./operations/put-bucket-request-payment.ts";
import { putBucketTagging } from "./operations/put-bucket-tagging.ts";
import { putBucketVersioning } from "./operations/put-bucket-versioning.ts";
import { putBucketWebsite } from "./operations/put-bucket-website.ts";
import { putObjectAcl } from "./operations/put-object-acl.ts";
import { putObjectLockConfiguration } from "./operations/put-object-lock-configuration.ts";
import { putObjectRetention } from "./operations/put-object-retention.ts";
import { getObjectRetention } from "./operations/get-object-retention.ts";
import { putObjectLegalHold } from "./operations/put-object-legal-hold.ts";
import { getObjectLegalHold } from "./operations/get-object-legal-hold.ts";
import { putObjectTagging } from "./operations/put-object-tagging.ts";
import { putObject } from "./operations/put-object.ts";
import { putPublicAccessBlock } from "./operations/put-public-access-block.ts";
import { restoreObject } from "./operations/restore-object.ts";
import { updateObjectEncryption } from "./operations/update-object-encryption.ts";
import { uploadPartCopy } from "./operations/upload-part-copy.ts";
import { uploadPart } from "./operations/upload-part.ts";
import { deliverLogJob, logRequest } from "./access-log/delivery.ts";
import { crossOrigin } from "./cross-origin.ts";
import { lifecycleJob, lifecycleSliceJob } from "./lifecycle-job.ts";
import { notifyJob } from "./notify.ts";
import { PERMISSIONS } from "./permissions.ts";
import { postForms } from "./post-form/door.ts";
import { BLOB_ROWS } from "./repo.ts";
import { bucketPolicyFor, ownerFor } from "./resource-policy.ts";
import { bucketPolicyType } from "./resources/bucket-policy.ts";
import { bucketType } from "./resources/bucket.ts";
import { s3ValidationError } from "./validation.ts";
import { replicateJob } from "./replication/job.ts";
import { restoreJob } from "./restore-job.ts";
import { tagging } from "./resource-tagging.ts";
import { websiteDoor } from "./website-door.ts";

/** Amazon S3. */
export const s3 = defineService({
  id: "s3",
  operations: [
    abortMultipartUpload,
    completeMultipartUpload,
    copyObject,
    createBucket,
    createMultipartUpload,
    deleteBucketCors,
    deleteBucketEncryption,
    deleteBucketLifecycle,
    deleteBucketOwnershipControls,
    deleteBucketPolicy,
    deleteBucketReplication,
    deleteBucketTagging,
    deleteBucket,
    deleteBucketWebsite,
    deleteObjectTagging,
    deleteObject,
    deleteObjects,
    deletePublicAccessBlock,
    getBucketAccelerateConfiguration,
    getBucketAcl,
    getBucketCors,
    getBucketEncryption,
    getBucketLifecycleConfiguration,
    getBucketLocation,
    getBucketLogging,
    getBucketNotificationConfiguration,
    getBucketOwnershipControls,
    getBucketPolicyStatus,
    getBucketPolicy,
    getBucketReplication,
    getBucketRequestPayment,
    getBucketTagging,
    getBucketVersioning,
    getBucketWebsite,
    getObjectAcl,
    getObjectAttributes,
    getObjectLockConfiguration,
    getObjectTagging,
    getObject,
    getPublicAccessBlock,
    headBucket,
    headObject,
    listBuckets,
    listMultipartUploads,
    listObjectVersions,
    listObjectsV2,
    listObjects,
    listParts,
    putBucketAccelerateConfiguration,
    putBucketAcl,
    putBucketCors,
    putBucketEncryption,
    putBucketLifecycleConfiguration,
    putBucketLogging,
    putBucketNotificationConfiguration,
    putBucketOwnershipControls,
    putBucketPolicy,
    putBucketReplication,
    putBucketRequestPayment,
    putBucketTagging,
    putBucketVersioning,
    putBucketWebsite,
    putObjectAcl,
    putObjectLockConfiguration,
    putObjectRetention,
    getObjectRetention,
    putObjectLegalHold,
    getObjectLegalHold,
    putObjectTagging,
    putObject,
    putPublicAccessBlock,
    restoreObject,
    updateObjectEncryption,
    uploadPartCopy,
    uploadPart,
  ],
  permissions: PERMISSIONS,
  validationError: s3ValidationError,
  accessDenied: s3AccessDenied,
  // AWS: requests without a signature are made by nobody in particular, and the bucket policy decides.
  anonymousOperations: [
    "HeadBucket",
    "GetBucketLocation",
    "GetBucketAcl",
    "PutBucketAcl",
    "ListObjects",
    "ListObjectsV2",
    "ListObjectVersions",
    "ListMultipartUploads",
    "GetObject",
    "HeadObject",
    "GetObjectTagging",
    "GetObjectAcl",
    "PutObjectAcl",
    "GetObjectAttributes",
    "PutObject",
    "DeleteObject",
    "DeleteObjects",
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
    "ListParts",
  ],
  resourcePolicy: bucketPolicyFor,
  resourceAccount: ownerFor,
  crossOrigin,
  answered: logRequest,
  doors: [websiteDoor, postForms],
  blobRows: BLOB_ROWS,
  jobs: [notifyJob, lifecycleJob, lifecycleSliceJob, restoreJob, deliverLogJob, replicateJob],
  resourceTypes: [bucketType, bucketPolicyType],
  tagging,
});
