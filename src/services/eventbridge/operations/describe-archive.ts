// DescribeArchive: what is known of an archive.

import type { DescribeArchiveCommandInput, DescribeArchiveCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeArchive as describe, requireArchive } from "../archives/require.ts";

export const describeArchive = defineOperation<Input<DescribeArchiveCommandInput>, DescribeArchiveCommandOutput>(
  "DescribeArchive",
  (input, context) => {
    const archive = context.store.read((tx) => requireArchive(tx, context, input.ArchiveName));
    const { description, eventPattern, kmsKeyIdentifier } = archive;
    return {
      ...describe(context, archive),
      ArchiveArn: describe(context, archive).ArchiveArn,
      ...(description === undefined ? {} : { Description: description }),
      ...(eventPattern === undefined ? {} : { EventPattern: eventPattern }),
      ...(kmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier: kmsKeyIdentifier }),
    };
  },
);
