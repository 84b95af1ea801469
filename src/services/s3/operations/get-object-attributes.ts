// GetObjectAttributes: what is asked for about an object, without its body. AWS: GetObjectAttributes (API reference).

import type { GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { checksumMember, checksumOutput } from "../checksums.ts";
import { unquote } from "../conditions.ts";
import { parseCustomerKey, requireCustomerKey } from "../encryption/customer-key.ts";
import { customerKeyHeaders } from "../encryption/object-encryption.ts";
import { CUSTOMER_KEY_MEMBERS } from "../members.ts";
import { invalidArgument } from "../errors.ts";
import { parsePageSize } from "../list-output.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, shownVersionId } from "../operation.ts";
import type { ObjectRecord } from "../records.ts";

type AttributesInput = Input<GetObjectAttributesCommandInput>;

const ATTRIBUTES = new Set(["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]);

export const getObjectAttributes = defineS3Operation<AttributesInput, GetObjectAttributesCommandOutput>(
  "GetObjectAttributes",
  ["VersionId", "ObjectAttributes", "MaxParts", "PartNumberMarker", ...CUSTOMER_KEY_MEMBERS],
  async (input, context) => {
    const wanted = new Set<string>(input.ObjectAttributes);
    const unknown = [...wanted].find((attribute) => !ATTRIBUTES.has(attribute));
    if (unknown !== undefined)
      throw invalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", unknown);
    const { bucket, object } = await requireObject(context, input, "GET");
    requireCustomerKey(object.encryption, parseCustomerKey(customerKeyHeaders(input)));
    return {
      LastModified: new Date(object.modifiedAtMs),
      VersionId: shownVersionId(bucket, object.versionId),
      // AWS: unlike everywhere else, the entity tag comes without quotation marks.
      ...(wanted.has("ETag") ? { ETag: unquote(object.etag) } : {}),
      ...(wanted.has("Checksum") ? { Checksum: checksumOutput(object.checksum) } : {}),
      ...(wanted.has("StorageClass") ? { StorageClass: (object.storageClass ?? "STANDARD") as "STANDARD" } : {}),
      ...(wanted.has("ObjectSize") ? { ObjectSize: object.bytes } : {}),
      ...(wanted.has("ObjectParts") && object.parts !== undefined ? { ObjectParts: partsOf(object.parts, input) } : {}),
    };
  },
);

function partsOf(parts: NonNullable<ObjectRecord["parts"]>, input: AttributesInput) {
  const limit = parsePageSize(input.MaxParts, "max-parts");
  const marker = Number(input.PartNumberMarker ?? 0);
  // AWS: parts are counted anew when an upload completes.
  const page = parts.slice(marker, marker + limit);
  const isTruncated = marker + limit < parts.length;
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(marker + page.length),
    MaxParts: limit,
    IsTruncated: isTruncated,
    Parts: page.map(({ bytes, checksum }, index) => ({
      PartNumber: marker + index + 1,
      Size: bytes,
      ...(checksum === undefined ? {} : { [checksumMember(checksum.algorithm)]: checksum.value }),
    })),
  };
}
