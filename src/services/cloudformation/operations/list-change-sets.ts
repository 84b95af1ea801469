// ListChangeSets.

import type { ListChangeSetsCommandInput, ListChangeSetsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { summarizeChangeSet } from "../change-sets.ts";
import { listChangeSets as listRecords } from "../repo.ts";
import { requireStackNamed } from "../stacks.ts";

/** A stack's change sets. */
export const listChangeSets = defineOperation<Input<ListChangeSetsCommandInput>, ListChangeSetsCommandOutput>(
  "ListChangeSets",
  ({ StackName: stackName }, context) =>
    context.store.read((tx) => ({
      Summaries: listRecords(tx, context, requireStackNamed(tx, context, stackName).stackId).map((changeSet) =>
        summarizeChangeSet(changeSet),
      ),
    })),
);
