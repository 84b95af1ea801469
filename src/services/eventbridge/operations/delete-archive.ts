// DeleteArchive: removes an archive with its events.

import type { DeleteArchiveCommandInput, DeleteArchiveCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { enqueuePrune } from "../archives/archive.ts";
import { requireArchive } from "../archives/require.ts";
import { remove } from "../repo.ts";

export const deleteArchive = defineOperation<Input<DeleteArchiveCommandInput>, DeleteArchiveCommandOutput>(
  "DeleteArchive",
  (input, context) => {
    context.store.write((tx) => {
      const { name, archiveId } = requireArchive(tx, context, input.ArchiveName);
      remove(tx, context, "archive", name);
      enqueuePrune(tx, context, context, { archiveName: name, archiveId }, context.clock.nowMs());
    });
    return {};
  },
);
