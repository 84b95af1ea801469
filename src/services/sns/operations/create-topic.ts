// CreateTopic: makes a topic, or answers with the one that is there with the same attributes and tags.

import type { CreateTopicCommandInput, CreateTopicCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, notImplemented } from "../errors.ts";
import { requireRoomForTopic } from "../quotas.ts";
import { loadTopic, saveTopic } from "../repo.ts";
import { describeTopic, parseTags, requireTopicAttribute, requireTopicName, topicArn } from "../topic.ts";

export const createTopic = defineOperation<Input<CreateTopicCommandInput>, CreateTopicCommandOutput>(
  "CreateTopic",
  (input, context) => {
    const { Name: name, Attributes: attributes = {}, Tags } = input;
    const isFifo = attributes["FifoTopic"] === "true";
    requireTopicName(name, isFifo);
    if (input.DataProtectionPolicy !== undefined) throw notImplemented("DataProtectionPolicy");
    for (const [attribute, value] of Object.entries(attributes)) requireTopicAttribute(attribute, value, isFifo);
    const tags = Tags === undefined ? undefined : parseTags(Tags);
    const kept = Object.fromEntries(
      Object.entries(attributes).filter(([attribute, value]) => attribute !== "FifoTopic" && value !== ""),
    );
    context.store.write((tx) => {
      const existing = loadTopic(tx, context, name);
      if (existing !== undefined) {
        const shown = describeTopic(context, existing, { confirmed: 0, pending: 0 }, context.clock.nowMs());
        if (Object.entries(kept).some(([attribute, value]) => shown[attribute] !== value))
          throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
        if (tags !== undefined && !hasSameTags(existing.tags, tags))
          throw invalidParameter("Tags Reason: Topic already exists with different tags");
        return;
      }
      requireRoomForTopic(tx, context, name);
      saveTopic(tx, context, {
        v: 1,
        name,
        createdAtMs: context.clock.nowMs(),
        attributes: kept,
        tags: tags ?? {},
        subscriptionsDeleted: 0,
        nextSequence: 1,
        ...(kept["ArchivePolicy"] === undefined ? {} : { archivedSinceMs: context.clock.nowMs() }),
      });
    });
    return { TopicArn: topicArn(context, name) };
  },
);

function hasSameTags(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
