// The documented errors of Lambda's invocations that one machine cannot answer, and why.

import { unprovokable } from "./table.ts";

const because = (reason: string, ...names: readonly string[]): Record<string, ReturnType<typeof unprovokable>> =>
  Object.fromEntries(names.map((name) => [`${name}Exception`, unprovokable(reason)]));

/** By the error's name. */
export const INVOCATIONS = {
  ...because(
    "Functions are in no VPC here: a configuration that names one is refused.",
    ...["EC2AccessDenied", "EC2Throttled", "EC2Unexpected", "ENILimitReached", "ENINotReady"],
    ...["InvalidSecurityGroupID", "InvalidSubnetID", "ResourceNotReady", "SubnetIPAddressLimitReached"],
  ),
  ...because(
    "File systems are refused.",
    ...["EFSIO", "EFSMountConnectivity", "EFSMountFailure", "EFSMountTimeout"],
    ...["S3FilesMountConnectivity", "S3FilesMountFailure", "S3FilesMountTimeout"],
  ),
  ...because(
    "Customer managed keys for variables are refused, and the machine's own protection cannot be disabled.",
    ...["KMSAccessDenied", "KMSDisabled", "KMSInvalidState", "KMSNotFound"],
  ),
  ...because(
    "SnapStart is refused.",
    ...["SnapStart", "SnapStartNotReady", "SnapStartRegenerationFailure", "SnapStartTimeout"],
  ),
  ...because(
    "No user of an operating system belongs to a function's code here.",
    ...["CodeArtifactUserDeleted", "CodeArtifactUserFailed", "CodeArtifactUserPending"],
  ),
  ...because("Managed instances are refused.", "ModeNotSupported", "NoPublishedVersion", "ServiceQuotaExceeded"),
  ...because("A runtime that cannot run is refused when the function is made.", "InvalidRuntime"),
  ...because(
    "A package is unpacked when it is taken in: one that cannot be never becomes a function.",
    "InvalidZipFile",
  ),
  ...because("A payload that is too large is RequestTooLargeException.", "SerializedRequestEntityTooLarge"),
  ...because("SDKs send payloads as application/octet-stream, and AWS takes them.", "UnsupportedMediaType"),
};
