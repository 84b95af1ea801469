// AWS::SES::ConfigurationSet.

import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { configurationSetArn } from "../arns.ts";
import { allTags, areOurs, changeTags, flag, ifThere, make, ownTags, settingsOf, text } from "./owned.ts";

type Reason = "BOUNCE" | "COMPLAINT";

/** A configuration set. Ref is its name. Its destinations are resources of their own. */
export const configurationSetType: ResourceType = {
  typeName: "AWS::SES::ConfigurationSet",
  properties: ["DeliveryOptions", "Name", "ReputationOptions", "SendingOptions", "SuppressionOptions", "Tags"],
  keptNotEnforced: {
    "DeliveryOptions.TlsPolicy": "refuses recipients' servers that do not speak TLS",
    "DeliveryOptions.MaxDeliverySeconds": "gives up after that long",
  },
  notSupported: ["DeliveryOptions.SendingPoolName", "SuppressionOptions.ValidationOptions"],

  async create(properties, context) {
    const name = nameOf(properties, context);
    const { sesV2 } = context.aws;
    await make(
      () =>
        sesV2.createConfigurationSet({
          ConfigurationSetName: name,
          Tags: allTags(properties, context.tags),
          ...read(properties),
        }),
      async () => areOurs((await sesV2.getConfigurationSet({ ConfigurationSetName: name })).Tags, context),
    );
    return { physicalId: name, attributes: {} };
  },

  async read(physicalId, { aws }) {
    const set = await ifThere(() => aws.sesV2.getConfigurationSet({ ConfigurationSetName: physicalId }));
    if (set === undefined) return undefined;
    const { MaxDeliverySeconds: seconds, TlsPolicy } = set.DeliveryOptions ?? {};
    return {
      Name: physicalId,
      DeliveryOptions: { TlsPolicy, ...(seconds === undefined ? {} : { MaxDeliverySeconds: seconds }) },
      ReputationOptions: { ReputationMetricsEnabled: set.ReputationOptions?.ReputationMetricsEnabled },
      SendingOptions: { SendingEnabled: set.SendingOptions?.SendingEnabled },
      ...(set.SuppressionOptions === undefined ? {} : { SuppressionOptions: set.SuppressionOptions }),
      Tags: ownTags(set.Tags),
    };
  },

  async list({ aws }) {
    const names = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.sesV2.listConfigurationSets({ NextToken });
      return { items: answer.ConfigurationSets, next: answer.NextToken };
    });
    return names.map((Name) => ({ Name }));
  },

  async update(physicalId, properties, previous, context) {
    const { sesV2 } = context.aws;
    const ConfigurationSetName = physicalId;
    const { DeliveryOptions, ReputationOptions, SendingOptions, SuppressionOptions } = read(properties);
    await sesV2.putConfigurationSetDeliveryOptions({ ConfigurationSetName, ...DeliveryOptions });
    await sesV2.putConfigurationSetReputationOptions({ ConfigurationSetName, ...ReputationOptions });
    await sesV2.putConfigurationSetSendingOptions({ ConfigurationSetName, ...SendingOptions });
    // Without reasons of its own, a set has the account's: there is no call that says so, but none was ever made where none were given.
    if (SuppressionOptions !== undefined || previous["SuppressionOptions"] !== undefined)
      await sesV2.putConfigurationSetSuppressionOptions({ ConfigurationSetName, ...SuppressionOptions });
    await changeTags(
      sesV2,
      configurationSetArn(context, physicalId),
      allTags(properties, context.tags),
      allTags(previous, {}),
    );
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.sesV2.deleteConfigurationSet({ ConfigurationSetName: physicalId }));
  },
};

function nameOf(properties: Properties, context: ResourceContext): string {
  return text(properties["Name"] ?? context.generateName({ maxLength: 64 }));
}

function read(properties: Properties) {
  const delivery = settingsOf(properties, "DeliveryOptions");
  const seconds = delivery["MaxDeliverySeconds"];
  const reasons = settingsOf(properties, "SuppressionOptions")["SuppressedReasons"];
  const pool = delivery["SendingPoolName"];
  const validation = settingsOf(properties, "SuppressionOptions")["ValidationOptions"];
  return {
    DeliveryOptions: {
      TlsPolicy: (delivery["TlsPolicy"] ?? "OPTIONAL") as "OPTIONAL" | "REQUIRE",
      ...(seconds === undefined ? {} : { MaxDeliverySeconds: Number(seconds) }),
      // Given on, so that the API refuses it by name.
      ...(pool === undefined ? {} : { SendingPoolName: text(pool) }),
    },
    ReputationOptions: {
      ReputationMetricsEnabled: flag(settingsOf(properties, "ReputationOptions")["ReputationMetricsEnabled"], false),
    },
    SendingOptions: { SendingEnabled: flag(settingsOf(properties, "SendingOptions")["SendingEnabled"], true) },
    ...(reasons === undefined && validation === undefined
      ? {}
      : {
          SuppressionOptions: {
            SuppressedReasons: [...((reasons ?? []) as readonly Reason[])],
            ...(validation === undefined ? {} : { ValidationOptions: validation as never }),
          },
        }),
  };
}
