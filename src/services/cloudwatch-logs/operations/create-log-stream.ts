// CreateLogStream. AWS: CreateLogStream (API reference).

import type { CreateLogStreamCommandInput, CreateLogStreamCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { logStreamExists } from "../errors.ts";
import { requireGroup } from "../log-group.ts";
import type { LogStreamRecord } from "../records.ts";
import { loadStream, saveStream, saveStreamName } from "../repo.ts";

export const createLogStream = defineOperation<Input<CreateLogStreamCommandInput>, CreateLogStreamCommandOutput>(
  "CreateLogStream",
  ({ logGroupName, logStreamName }, context) => {
    context.store.write((tx) => {
      const { groupId } = requireGroup(tx, context, logGroupName);
      if (loadStream(tx, context, groupId, logStreamName) !== undefined) throw logStreamExists();
      const stream: LogStreamRecord = {
        v: 1,
        logStreamName,
        streamId: context.random.hex(16),
        createdAtMs: context.clock.nowMs(),
      };
      saveStream(tx, context, groupId, stream);
      saveStreamName(tx, context, stream);
    });
    return {};
  },
);
