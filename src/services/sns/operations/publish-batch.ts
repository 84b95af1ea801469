// PublishBatch: up to ten messages to a topic in one transaction.

import type { PublishBatchCommandInput, PublishBatchCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { requireKeyUse } from "../encryption.ts";
import { batchEntryIdsNotDistinct, batchTooLong, emptyBatch, invalidBatchEntryId, tooManyEntries } from "../errors.ts";
import { parseMessage } from "../message.ts";
import { publishMessages, requireTopicRules } from "../publish.ts";
import { parseTopicArn } from "../topic.ts";

// AWS: recorded from the service, a message that breaks a rule fails the whole request.
export const publishBatch = defineOperation<Input<PublishBatchCommandInput>, PublishBatchCommandOutput>(
  "PublishBatch",
  async (input, context) => {
    const entries = input.PublishBatchRequestEntries;
    const ids = entries.map((entry) => entry.Id);
    const address = parseTopicArn(input.TopicArn);
    if (entries.length === 0) throw emptyBatch();
    if (entries.length > LIMITS.batchEntries) throw tooManyEntries();
    if (new Set(ids).size < ids.length) throw batchEntryIdsNotDistinct();
    if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) throw invalidBatchEntryId();
    const rules = requireTopicRules(context, address);
    const messages = entries.map((entry) => parseMessage(entry, rules));
    if (messages.reduce((sum, message) => sum + message.bytes, 0) > LIMITS.messageBytes) throw batchTooLong();
    if (rules.kmsKeyId !== undefined) await requireKeyUse(context, address, rules.kmsKeyId);
    const results = await publishMessages(context, address, messages);
    return { Successful: results.map((result, index) => ({ Id: ids[index], ...result })), Failed: [] };
  },
);
