// GetObject. AWS: GetObject (API reference).

import type { GetObjectCommandInput, GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { openBody } from "../body.ts";
import { customerKeyHeaders, openEncryption } from "../encryption/object-encryption.ts";
import { CUSTOMER_KEY_MEMBERS, READ_CONDITION_MEMBERS, RESPONSE_MEMBERS } from "../members.ts";
import { readObject } from "../object-reading.ts";
import { defineS3Operation } from "../operation.ts";

type GetObjectInput = Input<GetObjectCommandInput>;

export const getObject = defineS3Operation<GetObjectInput, GetObjectCommandOutput>(
  "GetObject",
  [
    "VersionId",
    "Range",
    "PartNumber",
    "ChecksumMode",
    ...CUSTOMER_KEY_MEMBERS,
    ...READ_CONDITION_MEMBERS,
    ...RESPONSE_MEMBERS,
  ],
  async (input, context) => {
    const { object, range, output } = await readObject(input, context, "GET");
    // RACE: KMS may be asked, and the object deleted meanwhile.
    const release = context.blobs.hold(object.encryption === undefined ? [] : object.body.map((part) => part.sha256));
    const key = await openEncryption(object.encryption, customerKeyHeaders(input), context).finally(release);
    // The wire takes any stream of bytes; the SDK's type describes what its own client makes of it.
    const body = openBody(object.body, range, context.blobs, key) as unknown as GetObjectCommandOutput["Body"];
    return { ...output, Body: body };
  },
);
