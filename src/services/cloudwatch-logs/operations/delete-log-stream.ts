// DeleteLogStream: the stream and its events are gone at once, their rows a little later. AWS: DeleteLogStream.

import type { DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDeletable, requireStream } from "../log-group.ts";
import { enqueuePurge } from "../purge.ts";
import { deleteStream } from "../repo.ts";

export const deleteLogStream = defineOperation<Input<DeleteLogStreamCommandInput>, DeleteLogStreamCommandOutput>(
  "DeleteLogStream",
  ({ logGroupName, logStreamName }, context) => {
    context.store.write((tx) => {
      const group = requireDeletable(tx, context, logGroupName);
      const stream = requireStream(tx, context, group, logStreamName);
      deleteStream(tx, context, group.groupId, stream);
      enqueuePurge(tx, context, { groupId: group.groupId, streamId: stream.streamId });
    });
    return {};
  },
);
