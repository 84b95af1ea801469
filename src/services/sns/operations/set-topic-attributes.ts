// SetTopicAttributes: changes one attribute; no value sets it back to its default.

import type { SetTopicAttributesCommandInput, SetTopicAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, topicNotFound } from "../errors.ts";
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
    saveTopic(tx, scope, { ...topic, attributes: value === "" ? others : { ...others, [name]: value } });
  });
  return {};
});
