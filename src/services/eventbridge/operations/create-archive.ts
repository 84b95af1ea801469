// CreateArchive: keeps a bus's events from now on.

import type { CreateArchiveCommandInput, CreateArchiveCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { enqueuePrune } from "../archives/archive.ts";
import { describeArchive } from "../archives/require.ts";
import { requireOwnBus } from "../buses/require.ts";
import { alreadyExists } from "../errors.ts";
import { load, save } from "../repo.ts";
import { requirePattern } from "../rules/matching.ts";

export const createArchive = defineOperation<Input<CreateArchiveCommandInput>, CreateArchiveCommandOutput>(
  "CreateArchive",
  (input, context) => {
    const { ArchiveName: name, EventPattern, Description, RetentionDays = 0, KmsKeyIdentifier } = input;
    if (EventPattern !== undefined) requirePattern(EventPattern);
    const nowMs = context.clock.nowMs();
    const archive = context.store.write((tx) => {
      const { name: busName } = requireOwnBus(tx, context, input.EventSourceArn, "EventSourceArn");
      if (load(tx, context, "archive", name) !== undefined) throw alreadyExists(`Archive ${name}`);
      const made = {
        v: 1,
        name,
        busName,
        retentionDays: RetentionDays,
        createdAtMs: nowMs,
        eventCount: 0,
        sizeBytes: 0,
        archiveId: context.random.hex(16),
        ...(EventPattern === undefined ? {} : { eventPattern: EventPattern }),
        ...(Description === undefined ? {} : { description: Description }),
        ...(KmsKeyIdentifier === undefined ? {} : { kmsKeyIdentifier: KmsKeyIdentifier }),
      } as const;
      save(tx, context, "archive", made);
      enqueuePrune(tx, context, context, { archiveName: name, archiveId: made.archiveId }, nowMs + 86_400_000);
      return made;
    });
    const { ArchiveArn, State, CreationTime } = describeArchive(context, archive);
    return { ArchiveArn, State, CreationTime };
  },
);
