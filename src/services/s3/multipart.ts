// The rules of completing a multipart upload. Pure. AWS: "Amazon S3 multipart upload limits" (user guide) and
// CompleteMultipartUpload (API reference).

import { createHash } from "node:crypto";
import { checksumMember, joinChecksums, type Checksum, type ChecksumMembers } from "./checksums.ts";
import { unquote } from "./conditions.ts";
import { badDigest, entityTooSmall, invalidPart, invalidPartOrder, invalidRequest, malformedXml } from "./errors.ts";
import type { ObjectRecord, PartRecord, UploadRecord } from "./records.ts";

/** LIMIT: the highest part number. */
export const MAX_PART_NUMBER = 10_000;
/** LIMIT: every part but the last has at least so many bytes. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

/** A part as the completing client lists it. */
export interface ListedPart extends ChecksumMembers {
  readonly PartNumber?: number | undefined;
  readonly ETag?: string | undefined;
}

export interface Completion {
  readonly bytes: number;
  readonly etag: string;
  readonly body: ObjectRecord["body"];
  readonly parts: NonNullable<ObjectRecord["parts"]>;
  readonly checksum: Checksum;
}

/** What the listed parts make together; throws S3's error for a list that does not fit what was uploaded. */
export function completeParts(
  upload: UploadRecord,
  listed: readonly ListedPart[],
  load: (partNumber: number) => PartRecord | undefined,
): Completion {
  if (listed.length === 0) throw malformedXml();
  const parts = listed.map((entry, index) => {
    const previous = listed[index - 1]?.PartNumber ?? 0;
    if (entry.PartNumber === undefined || entry.ETag === undefined) throw malformedXml();
    if (entry.PartNumber <= previous) throw invalidPartOrder(upload.uploadId);
    return requirePart(upload, { ...entry, PartNumber: entry.PartNumber, ETag: entry.ETag }, load(entry.PartNumber));
  });
  for (const part of parts.slice(0, -1)) {
    if (part.bytes < MIN_PART_BYTES)
      throw entityTooSmall(part.bytes, MIN_PART_BYTES, part.partNumber, unquote(part.etag));
  }
  // AWS: the entity tag of a multipart object is the MD5 of its parts' MD5s, with their number.
  const md5 = createHash("md5");
  for (const part of parts) md5.update(Buffer.from(unquote(part.etag), "hex"));
  const { checksumAlgorithm, checksumType } = upload;
  const values = parts.map((part) => ({ value: part.checksum.value, bytes: part.bytes }));
  return {
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    etag: `"${md5.digest("hex")}-${parts.length}"`,
    body: parts.flatMap((part) => part.body),
    parts: parts.map(({ partNumber, bytes, checksum }) => ({ partNumber, bytes, checksum })),
    checksum: joinChecksums(checksumAlgorithm, checksumType, values),
  };
}

function requirePart(
  upload: UploadRecord,
  entry: ListedPart & { readonly PartNumber: number; readonly ETag: string },
  part: PartRecord | undefined,
): PartRecord {
  const missing = invalidPart(upload.uploadId, entry.PartNumber, unquote(entry.ETag));
  if (part === undefined || unquote(part.etag) !== unquote(entry.ETag)) throw missing;
  const claimed = entry[checksumMember(upload.checksumAlgorithm)];
  if (claimed !== undefined && claimed !== part.checksum.value) throw missing;
  // AWS: whoever asked for a checksum of checksums must repeat each part's.
  if (claimed === undefined && upload.isChecksumRequested && upload.checksumType === "COMPOSITE") {
    const name = upload.checksumAlgorithm.toLowerCase();
    throw invalidRequest(
      `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. ` +
        `It was missing for part ${entry.PartNumber} in the request.`,
    );
  }
  return part;
}

/** Holds what the client says about the whole object against what it has become. */
export function checkCompletion(
  completion: Completion,
  claims: ChecksumMembers & { readonly ChecksumType?: string | undefined; readonly MpuObjectSize?: number | undefined },
): void {
  const { algorithm, type, value } = completion.checksum;
  if (claims.ChecksumType !== undefined && claims.ChecksumType !== type)
    throw invalidRequest(
      `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
    );
  const claimed = claims[checksumMember(algorithm)];
  // A composite checksum may be given with or without the number of parts.
  if (claimed !== undefined && claimed !== value && claimed !== value.replace(/-\d+$/, ""))
    throw badDigest(algorithm.toLowerCase());
  if (claims.MpuObjectSize !== undefined && claims.MpuObjectSize !== completion.bytes)
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${claims.MpuObjectSize} does not match what was computed: ${completion.bytes}`,
    );
}
