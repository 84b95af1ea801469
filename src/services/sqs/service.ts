// Amazon SQS: standard and FIFO queues. Table of contents.

import { defineService } from "../../service/service.ts";
import { accessDenied, validationError } from "./errors.ts";
import { moveJob } from "./move-tasks.ts";
import { addPermission } from "./operations/add-permission.ts";
import { cancelMessageMoveTask } from "./operations/cancel-message-move-task.ts";
import { changeMessageVisibility } from "./operations/change-message-visibility.ts";
import { changeMessageVisibilityBatch } from "./operations/change-message-visibility-batch.ts";
import { createQueue } from "./operations/create-queue.ts";
import { deleteMessage } from "./operations/delete-message.ts";
import { deleteMessageBatch } from "./operations/delete-message-batch.ts";
import { deleteQueue } from "./operations/delete-queue.ts";
import { getQueueAttributes } from "./operations/get-queue-attributes.ts";
import { getQueueUrl } from "./operations/get-queue-url.ts";
import { listDeadLetterSourceQueues } from "./operations/list-dead-letter-source-queues.ts";
import { listMessageMoveTasks } from "./operations/list-message-move-tasks.ts";
import { listQueueTags } from "./operations/list-queue-tags.ts";
import { listQueues } from "./operations/list-queues.ts";
import { purgeQueue } from "./operations/purge-queue.ts";
import { receiveMessage } from "./operations/receive-message.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { sendMessage } from "./operations/send-message.ts";
import { sendMessageBatch } from "./operations/send-message-batch.ts";
import { setQueueAttributes } from "./operations/set-queue-attributes.ts";
import { startMessageMoveTask } from "./operations/start-message-move-task.ts";
import { tagQueue } from "./operations/tag-queue.ts";
import { untagQueue } from "./operations/untag-queue.ts";
import { permissions } from "./permissions.ts";
import { findQueueByArn } from "./queues.ts";
import { queueInlinePolicyType } from "./resources/queue-inline-policy.ts";
import { queuePolicyType } from "./resources/queue-policy.ts";
import { queueType } from "./resources/queue.ts";
import { sweepJob } from "./sweep.ts";
import { startAlarms } from "./wake.ts";
import { messages } from "./views.ts";
import { tagging } from "./resource-tagging.ts";

export const sqs = defineService({
  id: "sqs",
  operations: [
    addPermission,
    cancelMessageMoveTask,
    changeMessageVisibility,
    changeMessageVisibilityBatch,
    createQueue,
    deleteMessage,
    deleteMessageBatch,
    deleteQueue,
    getQueueAttributes,
    getQueueUrl,
    listDeadLetterSourceQueues,
    listMessageMoveTasks,
    listQueueTags,
    listQueues,
    purgeQueue,
    receiveMessage,
    removePermission,
    sendMessage,
    sendMessageBatch,
    setQueueAttributes,
    startMessageMoveTask,
    tagQueue,
    untagQueue,
  ],
  permissions,
  validationError,
  accessDenied,
  anonymousOperations: ["SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"],
  resourcePolicy: (request, call) => findQueueByArn(call.yard.store, request.resource)?.record.attributes["Policy"],
  jobs: [moveJob, sweepJob],
  resourceTypes: [queueInlinePolicyType, queuePolicyType, queueType],
  tagging,
  views: { messages },
  start: startAlarms,
});
