// SetTopicAttributes: changes one attribute; no value sets it back to its default.

import type { SetTopicAttributesCommandInput, SetTopicAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import type { Context, Scope } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { clearArchive } from "../archive.ts";
import { retentionMsOf } from "../archive-policy.ts";
import { invalidParameter, topicNotFound } from "../errors.ts";
import type { TopicRecord } from "../records.ts";
import { loadTopic, saveTopic } from "../repo.ts";
import { isFifoTopic, parseTopicArn, requireTopicAttribute } from "../topic.ts";

export const setTopicAttributes = defineOperation<
  Input<SetTopicAttributesCommandInput>,
  SetTopicAttributesCommandOutput
>("SetTopicAttributes", (input, context) => {
  const { scope, topicName } = parseTopicArn(input.TopicArn);
  const { AttributeName: name, AttributeValue: value = "" } = input;
  context.store.write((tx) => {
    const topic = loadTopic(tx, scope, topicName);
    if (topic === undefined) throw topicNotFound();
    if (name === "FifoTopic") throw invalidParameter("AttributeName");
    if (value !== "") requireTopicAttribute(name, value, isFifoTopic(topicName));
    const { [name]: _previous, ...others } = topic.attributes;
    const changed = { ...topic, attributes: value === "" ? others : { ...others, [name]: value } };
    saveTopic(tx, scope, name === "ArchivePolicy" ? withArchive(tx, scope, topic, changed, context) : changed);
  });
  return {};
});

// The archive begins when it is wanted, and its messages go when it is not.
function withArchive(
  tx: WriteTx,
  scope: Scope,
  before: TopicRecord,
  changed: TopicRecord,
  { clock }: Context,
): TopicRecord {
  const { archivedSinceMs: sinceMs, ...topic } = changed;
  if (retentionMsOf(changed) === undefined) {
    clearArchive(tx, scope, changed.name);
    return topic;
  }
  const isGoingOn = retentionMsOf(before) !== undefined && sinceMs !== undefined;
  return { ...topic, archivedSinceMs: isGoingOn ? sinceMs : clock.nowMs() };
}
