// AWS::SES::ConfigurationSetEventDestination.

import type { EventDestinationDefinition, EventType } from "@aws-sdk/client-sesv2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { flag, ifThere, make, type Settings, settingsOf, text } from "./owned.ts";

/** A destination of a configuration set. Ref and Id are "SET|NAME". */
export const eventDestinationType: ResourceType = {
  typeName: "AWS::SES::ConfigurationSetEventDestination",
  properties: ["ConfigurationSetName", "EventDestination"],

  async create(properties, context) {
    const set = text(properties["ConfigurationSetName"]);
    const name = nameOf(properties, context);
    // A generated name is this step's own; a name of the template's may be somebody else's.
    const isOurs = async () => settingsOf(properties, "EventDestination")["Name"] === undefined;
    await make(
      () =>
        context.aws.sesV2.createConfigurationSetEventDestination({
          ConfigurationSetName: set,
          EventDestinationName: name,
          EventDestination: read(settingsOf(properties, "EventDestination")),
        }),
      isOurs,
    );
    return stateOf(set, name);
  },

  async read(physicalId, { aws }) {
    const [set = "", name = ""] = physicalId.split("|");
    const answer = await ifThere(() => aws.sesV2.getConfigurationSetEventDestinations({ ConfigurationSetName: set }));
    const found = answer?.EventDestinations?.find(({ Name }) => Name === name);
    if (found === undefined) return undefined;
    const { SnsDestination: sns, KinesisFirehoseDestination: firehose, CloudWatchDestination: cloudWatch } = found;
    return {
      ConfigurationSetName: set,
      EventDestination: {
        Name: name,
        Enabled: found.Enabled,
        MatchingEventTypes: (found.MatchingEventTypes ?? []).map((type) =>
          type.toLowerCase().replaceAll(/_./g, (two) => two.charAt(1).toUpperCase()),
        ),
        ...(sns === undefined ? {} : { SnsDestination: { TopicARN: sns.TopicArn } }),
        ...(firehose === undefined
          ? {}
          : {
              KinesisFirehoseDestination: {
                IAMRoleARN: firehose.IamRoleArn,
                DeliveryStreamARN: firehose.DeliveryStreamArn,
              },
            }),
        ...(cloudWatch === undefined
          ? {}
          : {
              CloudWatchDestination: {
                DimensionConfigurations: (cloudWatch.DimensionConfigurations ?? []).map((dimension) => ({
                  ...dimension,
                  DimensionValueSource: SOURCES.find(([, theirs]) => theirs === dimension.DimensionValueSource)?.[0],
                })),
              },
            }),
        ...(found.EventBridgeDestination === undefined ? {} : { EventBridgeDestination: found.EventBridgeDestination }),
      },
    };
  },

  async list({ aws }) {
    const sets = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sesV2.listConfigurationSets({ NextToken });
      return { items: answer.ConfigurationSets, next: answer.NextToken };
    });
    const all = await Promise.all(
      sets.map(async (ConfigurationSetName) => {
        const answer = await ifThere(() => aws.sesV2.getConfigurationSetEventDestinations({ ConfigurationSetName }));
        return (answer?.EventDestinations ?? []).map(({ Name }) => ({
          Id: `${ConfigurationSetName}|${Name}`,
          ConfigurationSetName,
        }));
      }),
    );
    return all.flat();
  },

  isReplacement: (properties, previous) =>
    settingsOf(properties, "EventDestination")["Name"] !== settingsOf(previous, "EventDestination")["Name"],

  async update(physicalId, properties, _previous, { aws }) {
    const [set = "", name = ""] = physicalId.split("|");
    await aws.sesV2.updateConfigurationSetEventDestination({
      ConfigurationSetName: set,
      EventDestinationName: name,
      EventDestination: read(settingsOf(properties, "EventDestination")),
    });
    return stateOf(set, name);
  },

  async delete(physicalId, _properties, { aws }) {
    const [set = "", name = ""] = physicalId.split("|");
    await ifThere(() =>
      aws.sesV2.deleteConfigurationSetEventDestination({ ConfigurationSetName: set, EventDestinationName: name }),
    );
  },
};

const SOURCES = [
  ["messageTag", "MESSAGE_TAG"],
  ["emailHeader", "EMAIL_HEADER"],
  ["linkTag", "LINK_TAG"],
] as const;

const stateOf = (set: string, name: string) => ({ physicalId: `${set}|${name}`, attributes: { Id: `${set}|${name}` } });

function nameOf(properties: Properties, context: ResourceContext): string {
  return text(settingsOf(properties, "EventDestination")["Name"] ?? context.generateName({ maxLength: 64 }));
}

// Templates write "renderingFailure" and "messageTag", or version 2's names.
function read(given: Settings): EventDestinationDefinition {
  const sns = given["SnsDestination"] as Settings | undefined;
  const firehose = given["KinesisFirehoseDestination"] as Settings | undefined;
  const cloudWatch = given["CloudWatchDestination"] as Settings | undefined;
  const bus = given["EventBridgeDestination"] as Settings | undefined;
  const types = (given["MatchingEventTypes"] ?? []) as readonly string[];
  return {
    Enabled: flag(given["Enabled"], false),
    MatchingEventTypes: types.map(
      (type) => type.replaceAll(/[a-z][A-Z]/g, (two) => `${two.charAt(0)}_${two.charAt(1)}`).toUpperCase() as EventType,
    ),
    ...(sns === undefined ? {} : { SnsDestination: { TopicArn: text(sns["TopicARN"]) } }),
    ...(firehose === undefined
      ? {}
      : {
          KinesisFirehoseDestination: {
            IamRoleArn: text(firehose["IAMRoleARN"]),
            DeliveryStreamArn: text(firehose["DeliveryStreamARN"]),
          },
        }),
    ...(cloudWatch === undefined
      ? {}
      : {
          CloudWatchDestination: {
            DimensionConfigurations: ((cloudWatch["DimensionConfigurations"] ?? []) as readonly Settings[]).map(
              (dimension) => ({
                DimensionName: text(dimension["DimensionName"]),
                DimensionValueSource:
                  SOURCES.find((names) => names.includes(text(dimension["DimensionValueSource"]) as never))?.[1] ??
                  "MESSAGE_TAG",
                DefaultDimensionValue: text(dimension["DefaultDimensionValue"]),
              }),
            ),
          },
        }),
    ...(bus === undefined ? {} : { EventBridgeDestination: { EventBusArn: text(bus["EventBusArn"]) } }),
  };
}
