// AWS::SES::ReceiptRule.

import type { ReceiptRule } from "@aws-sdk/client-ses";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { flag, ifThere, make, settingsOf, text } from "./owned.ts";

/** A rule of a rule set. Ref and RuleName are its name. */
export const receiptRuleType: ResourceType = {
  typeName: "AWS::SES::ReceiptRule",
  properties: ["After", "Rule", "RuleSetName"],
  notSupported: ["Rule.Actions.ConnectAction", "Rule.Actions.WorkmailAction"],

  async create(properties, context) {
    const set = text(properties["RuleSetName"]);
    const rule = read(properties, context);
    const after = properties["After"];
    const isOurs = async () => settingsOf(properties, "Rule")["Name"] === undefined;
    await make(
      () =>
        context.aws.ses.createReceiptRule({
          RuleSetName: set,
          Rule: rule,
          ...(after === undefined ? {} : { After: text(after) }),
        }),
      isOurs,
    );
    return stateOf(rule.Name ?? "");
  },

  async read(physicalId, { aws }, known = {}) {
    const set = text(known["RuleSetName"] ?? "");
    const found = await ifThere(() => aws.ses.describeReceiptRule({ RuleSetName: set, RuleName: physicalId }));
    return found?.Rule && { RuleSetName: set, Rule: found.Rule };
  },

  async list({ aws }) {
    const sets = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ses.listReceiptRuleSets({ NextToken });
      return { items: answer.RuleSets, next: answer.NextToken };
    });
    const all = await Promise.all(
      sets.map(async ({ Name: RuleSetName = "" }) => {
        const set = await ifThere(() => aws.ses.describeReceiptRuleSet({ RuleSetName }));
        return (set?.Rules ?? []).map(({ Name }) => ({ RuleName: Name, RuleSetName }));
      }),
    );
    return all.flat();
  },

  isReplacement: (properties, previous) =>
    settingsOf(properties, "Rule")["Name"] !== settingsOf(previous, "Rule")["Name"],

  async update(physicalId, properties, previous, context) {
    const RuleSetName = text(properties["RuleSetName"]);
    const { ses } = context.aws;
    await ses.updateReceiptRule({ RuleSetName, Rule: { ...read(properties, context), Name: physicalId } });
    const after = properties["After"];
    if (after !== previous["After"])
      await ses.setReceiptRulePosition({
        RuleSetName,
        RuleName: physicalId,
        ...(after === undefined ? {} : { After: text(after) }),
      });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.ses.deleteReceiptRule({ RuleSetName: text(properties["RuleSetName"]), RuleName: physicalId }),
    );
  },
};

const stateOf = (name: string) => ({ physicalId: name, attributes: { Id: name, RuleName: name } });

function read(properties: Properties, context: ResourceContext): ReceiptRule {
  const rule = settingsOf(properties, "Rule");
  return {
    Name: text(rule["Name"] ?? context.generateName({ maxLength: 64 })),
    Enabled: flag(rule["Enabled"], false),
    ScanEnabled: flag(rule["ScanEnabled"], false),
    TlsPolicy: (rule["TlsPolicy"] ?? "Optional") as "Optional" | "Require",
    Recipients: [...((rule["Recipients"] ?? []) as readonly string[])],
    Actions: [...((rule["Actions"] ?? []) as NonNullable<ReceiptRule["Actions"]>)],
  };
}
