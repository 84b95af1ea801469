// ListObjectsV2. AWS: ListObjectsV2 (API reference).

import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { keyWriter, restoreTime, parsePageSize, readToken, writeToken } from "../list-output.ts";
import { listedObject, listObjectsPage } from "../object-listing.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const listObjectsV2 = defineS3Operation<Input<ListObjectsV2CommandInput>, ListObjectsV2CommandOutput>(
  "ListObjectsV2",
  [
    "Prefix",
    "Delimiter",
    "EncodingType",
    "MaxKeys",
    "ContinuationToken",
    "StartAfter",
    "FetchOwner",
    "OptionalObjectAttributes",
  ],
  (input, context) => {
    const { Prefix: prefix = "", Delimiter: delimiter = "", ContinuationToken: token, StartAfter } = input;
    const limit = parsePageSize(input.MaxKeys, "max-keys");
    const write = keyWriter(input.EncodingType);
    const restoreAtMs = restoreTime(input.OptionalObjectAttributes, context.clock.nowMs());
    const after = token === undefined ? StartAfter : readToken(token);
    const { bucket, page } = context.store.read((tx) => {
      const bucket = requireBucket(tx, context, input);
      return { bucket, page: listObjectsPage(tx, bucket, { prefix, delimiter, limit, after }) };
    });
    const owner = input.FetchOwner === true ? bucket.account : undefined;
    return {
      Name: bucket.bucketName,
      Prefix: write(prefix),
      MaxKeys: limit,
      KeyCount: page.rows.length + page.commonPrefixes.length,
      IsTruncated: page.isTruncated,
      Contents: page.rows.map((row) => listedObject(row, write, owner, restoreAtMs)),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: write(common) })),
      ...(input.Delimiter === undefined ? {} : { Delimiter: write(delimiter) }),
      ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
      ...(StartAfter === undefined ? {} : { StartAfter: write(StartAfter) }),
      ...(token === undefined ? {} : { ContinuationToken: token }),
      ...(page.isTruncated && page.last !== undefined ? { NextContinuationToken: writeToken(page.last) } : {}),
    };
  },
);
