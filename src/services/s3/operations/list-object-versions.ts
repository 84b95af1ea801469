// ListObjectVersions: every version and delete marker, by key, newest first. AWS: ListObjectVersions (API reference).

import type {
  DeleteMarkerEntry,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
  ObjectVersion,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import type { ReadTx } from "../../../store/store.ts";
import { invalidArgument } from "../errors.ts";
import { keyWriter, restoreTime, parsePageSize } from "../list-output.ts";
import { listPage } from "../listing.ts";
import { listedObject } from "../object-listing.ts";
import { canonicalUserId, defineS3Operation, requireBucket } from "../operation.ts";
import type { BucketRecord } from "../records.ts";
import { listVersions, type KeyRange, type ListedVersion } from "../repo.ts";

interface Row extends ListedVersion {
  readonly isLatest: boolean;
}

export const listObjectVersions = defineS3Operation<
  Input<ListObjectVersionsCommandInput>,
  ListObjectVersionsCommandOutput
>(
  "ListObjectVersions",
  ["Prefix", "Delimiter", "EncodingType", "MaxKeys", "KeyMarker", "VersionIdMarker", "OptionalObjectAttributes"],
  (input, context) => {
    const { Prefix: prefix = "", Delimiter: delimiter = "", KeyMarker: keyMarker = "" } = input;
    const { VersionIdMarker: versionIdMarker = "" } = input;
    if (versionIdMarker !== "" && keyMarker === "")
      throw invalidArgument(
        "A version-id marker cannot be specified without a key marker.",
        "version-id-marker",
        versionIdMarker,
      );
    const limit = parsePageSize(input.MaxKeys, "max-keys");
    const write = keyWriter(input.EncodingType);
    const restoreAtMs = restoreTime(input.OptionalObjectAttributes, context.clock.nowMs());
    const { bucket, page } = context.store.read((tx) => {
      const bucket = requireBucket(tx, context, input);
      const page = listPage<Row>(
        {
          prefix,
          delimiter,
          limit,
          after: keyMarker === "" ? undefined : keyMarker,
          within: versionIdMarker === "" ? undefined : { key: keyMarker, skip: untilBehind(versionIdMarker) },
        },
        (range) => versions(tx, bucket, range),
        (row) => row.key,
      );
      return { bucket, page };
    });
    const owner = { ID: canonicalUserId(bucket.account) };
    const shown: ObjectVersion[] = [];
    const markers: DeleteMarkerEntry[] = [];
    for (const { key, version, isLatest } of page.rows) {
      if (version.kind === "object") {
        const entry = listedObject({ key, object: version }, write, bucket.account, restoreAtMs);
        // The SDK's type knows STANDARD only.
        const StorageClass = entry.StorageClass as "STANDARD";
        shown.push({ ...entry, StorageClass, VersionId: version.versionId, IsLatest: isLatest });
      } else {
        markers.push({
          Key: write(key),
          VersionId: version.versionId,
          IsLatest: isLatest,
          LastModified: new Date(version.modifiedAtMs),
          Owner: owner,
        });
      }
    }
    return {
      Name: bucket.bucketName,
      Prefix: write(prefix),
      KeyMarker: write(keyMarker),
      VersionIdMarker: versionIdMarker,
      MaxKeys: limit,
      IsTruncated: page.isTruncated,
      Versions: shown,
      DeleteMarkers: markers,
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: write(common) })),
      ...(input.Delimiter === undefined ? {} : { Delimiter: write(delimiter) }),
      ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
      ...(page.isTruncated && page.last !== undefined
        ? {
            NextKeyMarker: write(page.last),
            ...(page.isLastRolledUp ? {} : { NextVersionIdMarker: page.rows.at(-1)?.version.versionId }),
          }
        : {}),
    };
  },
);

function* versions(tx: ReadTx, bucket: BucketRecord, range: KeyRange): Generator<Row> {
  let previous: string | undefined;
  for (const row of listVersions(tx, bucket.bucketName, range)) {
    yield { ...row, isLatest: row.key !== previous };
    previous = row.key;
  }
}

/** True for each row up to and with the version of this id. */
function untilBehind(versionId: string): (row: Row) => boolean {
  let isBehind = false;
  return (row) => {
    if (isBehind) return false;
    isBehind = row.version.versionId === versionId;
    return true;
  };
}
