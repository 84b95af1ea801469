// UpdateArchive: changes what an archive keeps, and for how long.

import type { UpdateArchiveCommandInput, UpdateArchiveCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeArchive, requireArchive } from "../archives/require.ts";
import { save } from "../repo.ts";
import { requirePattern } from "../rules/matching.ts";

export const updateArchive = defineOperation<Input<UpdateArchiveCommandInput>, UpdateArchiveCommandOutput>(
  "UpdateArchive",
  (input, context) => {
    const { Description, EventPattern, RetentionDays, KmsKeyIdentifier } = input;
    if (EventPattern !== undefined) requirePattern(EventPattern);
    const archive = context.store.write((tx) => {
      const updated = {
        ...requireArchive(tx, context, input.ArchiveName),
        ...(Description === undefined ? {} : { description: Description }),
        ...(EventPattern === undefined ? {} : { eventPattern: EventPattern }),
        ...(RetentionDays === undefined ? {} : { retentionDays: RetentionDays }),
        ...(KmsKeyIdentifier === undefined ? {} : { kmsKeyIdentifier: KmsKeyIdentifier }),
      };
      save(tx, context, "archive", updated);
      return updated;
    });
    const { ArchiveArn, State, CreationTime } = describeArchive(context, archive);
    return { ArchiveArn, State, CreationTime };
  },
);
