// ListObjects, the first version of listing, which older tools still use. AWS: ListObjects (API reference).

import type { ListObjectsCommandInput, ListObjectsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { keyWriter, restoreTime, parsePageSize } from "../list-output.ts";
import { listedObject, listObjectsPage } from "../object-listing.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const listObjects = defineS3Operation<Input<ListObjectsCommandInput>, ListObjectsCommandOutput>(
  "ListObjects",
  ["Prefix", "Delimiter", "EncodingType", "MaxKeys", "Marker", "OptionalObjectAttributes"],
  (input, context) => {
    const { Prefix: prefix = "", Delimiter: delimiter = "", Marker: marker = "" } = input;
    const limit = parsePageSize(input.MaxKeys, "max-keys");
    const write = keyWriter(input.EncodingType);
    const restoreAtMs = restoreTime(input.OptionalObjectAttributes, context.clock.nowMs());
    const after = marker === "" ? undefined : marker;
    const { bucket, page } = context.store.read((tx) => {
      const bucket = requireBucket(tx, context, input);
      return { bucket, page: listObjectsPage(tx, bucket, { prefix, delimiter, limit, after }) };
    });
    return {
      Name: bucket.bucketName,
      Prefix: write(prefix),
      Marker: write(marker),
      MaxKeys: limit,
      IsTruncated: page.isTruncated,
      Contents: page.rows.map((row) => listedObject(row, write, bucket.account, restoreAtMs)),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: write(common) })),
      ...(input.Delimiter === undefined ? {} : { Delimiter: write(delimiter) }),
      ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
      // AWS: without a delimiter, the last key is the next marker, and no NextMarker is sent.
      ...(page.isTruncated && delimiter !== "" && page.last !== undefined ? { NextMarker: write(page.last) } : {}),
    };
  },
);
