// HeadObject: what GetObject would say, without the body. AWS: HeadObject (API reference).

import type { HeadObjectCommandInput, HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import { CUSTOMER_KEY_MEMBERS, READ_CONDITION_MEMBERS, RESPONSE_MEMBERS } from "../members.ts";
import { readObject } from "../object-reading.ts";
import { defineS3Operation } from "../operation.ts";

export const headObject = defineS3Operation<Input<HeadObjectCommandInput>, HeadObjectCommandOutput>(
  "HeadObject",
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
    try {
      return (await readObject(input, context, "HEAD")).output;
    } catch (error) {
      // AWS: the answer to a HEAD has no body, so clients know its error by the status: 404 is NotFound to them.
      if (error instanceof AwsError && error.status === 404)
        throw new AwsError({
          code: "NotFound",
          status: 404,
          message: "Not Found",
          headers: error.headers,
          cause: error,
        });
      throw error;
    }
  },
);
