// UpdateTimeToLive: names the attribute in which items carry the second of their end, or ends this.
// DEVIATION: AWS takes up to an hour and refuses a second change in that time; here it is done at once.

import type { UpdateTimeToLiveCommandInput, UpdateTimeToLiveCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tableBeingCreated, tableNotFound, validationError } from "../errors.ts";
import { NOTE_EXPIRIES, type NoteExpiries } from "../jobs/note-expiries.ts";
import { loadTable, saveTable } from "../repo.ts";
import { parseTableReference } from "../tables/names.ts";

/** UpdateTimeToLive. */
export const updateTimeToLive = defineOperation<Input<UpdateTimeToLiveCommandInput>, UpdateTimeToLiveCommandOutput>(
  "UpdateTimeToLive",
  (input, context) => {
    const reference = parseTableReference(input.TableName, context);
    const { account, region, tableName } = reference;
    const { Enabled: isEnabled, AttributeName: attribute } = input.TimeToLiveSpecification;
    context.store.write((tx) => {
      const table = loadTable(tx, reference, tableName);
      if (table === undefined) throw tableNotFound(tableName);
      if (table.status === "CREATING") throw tableBeingCreated(tableName);
      if (table.ttl?.isEnabled === true && isEnabled) {
        if (table.ttl.attribute === attribute) throw validationError("TimeToLive is already enabled");
        throw validationError(
          `TimeToLive is active on a different AttributeName: current AttributeName is ${table.ttl.attribute}`,
        );
      }
      if (table.ttl?.isEnabled !== true && !isEnabled) throw validationError("TimeToLive is already disabled");
      if (table.ttl !== undefined && !isEnabled && table.ttl.attribute !== attribute)
        throw validationError(
          `TimeToLive is active on a different AttributeName: current AttributeName is ${table.ttl.attribute}`,
        );
      saveTable(tx, context.store, reference, { ...table, ttl: { attribute, isEnabled } });
      if (!isEnabled) return;
      const payload: NoteExpiries = { tableName, tableId: table.tableId };
      context.jobs.enqueue(tx, { kind: NOTE_EXPIRIES, account, region, payload });
    });
    return { TimeToLiveSpecification: { Enabled: isEnabled, AttributeName: attribute } };
  },
);
