// The property DeliveryStatusLogging of a topic, which the API has as attributes: HTTPSuccessFeedbackRoleArn and so on. Pure.

import type { Properties } from "../../../service/resource-type.ts";

// AWS: AWS::SNS::Topic LoggingConfig, Protocol; the beginnings of attributes in SetTopicAttributes.
const PREFIXES: Readonly<Record<string, string>> = {
  application: "Application",
  firehose: "Firehose",
  "http/s": "HTTP",
  lambda: "Lambda",
  sqs: "SQS",
};
const MEMBERS = ["SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn"];

/** The property as attributes. */
export function encodeLogging(properties: Properties): Record<string, string> {
  const configurations = (properties["DeliveryStatusLogging"] ?? []) as readonly Properties[];
  return Object.fromEntries(
    configurations.flatMap((configuration) =>
      MEMBERS.filter((member) => configuration[member] !== undefined).map((member) => [
        `${PREFIXES[String(configuration["Protocol"])] ?? String(configuration["Protocol"])}${member}`,
        String(configuration[member]),
      ]),
    ),
  );
}

/** The attributes as the property; nothing where nothing is logged. */
export function readLogging(attributes: Readonly<Record<string, string>>): { DeliveryStatusLogging?: object[] } {
  const configurations = Object.entries(PREFIXES).flatMap(([Protocol, prefix]) => {
    const given = MEMBERS.filter((member) => attributes[prefix + member] !== undefined);
    const members = given.map((member) => [member, attributes[prefix + member]] as const);
    return given.length === 0 ? [] : [{ Protocol, ...Object.fromEntries(members) }];
  });
  return configurations.length === 0 ? {} : { DeliveryStatusLogging: configurations };
}
