// AWS::SES::ReceiptRuleSet.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { ifThere, make, text } from "./owned.ts";

/** A rule set. Ref is its name. AWS: no template makes one the active one: SetActiveReceiptRuleSet does. */
export const receiptRuleSetType: ResourceType = {
  typeName: "AWS::SES::ReceiptRuleSet",
  properties: ["RuleSetName"],

  async create(properties, context) {
    const name = text(properties["RuleSetName"] ?? context.generateName({ maxLength: 64 }));
    // A generated name is this step's own; a name of the template's may be somebody else's.
    const isOurs = async () => properties["RuleSetName"] === undefined;
    await make(() => context.aws.ses.createReceiptRuleSet({ RuleSetName: name }), isOurs);
    return { physicalId: name, attributes: {} };
  },

  async read(physicalId, { aws }) {
    const set = await ifThere(() => aws.ses.describeReceiptRuleSet({ RuleSetName: physicalId }));
    return set && { RuleSetName: physicalId };
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ses.listReceiptRuleSets({ NextToken });
      return { items: answer.RuleSets, next: answer.NextToken };
    });
    return all.map(({ Name = "" }) => ({ RuleSetName: Name }));
  },

  async delete(physicalId, _properties, { aws }) {
    await aws.ses.deleteReceiptRuleSet({ RuleSetName: physicalId });
  },
};
