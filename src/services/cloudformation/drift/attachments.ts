// What other resources of the same stack put on a resource: no drift of it.
// AWS: "Considerations when detecting drift": some resources attach values to others (a subscription to a topic, a policy to
// a role); CloudFormation looks through the stack for such attachments before it compares, but not across stacks.

import type { Incarnation } from "../records.ts";
import { isRecord } from "../template/values.ts";

type Values = Readonly<Record<string, unknown>>;

/** One kind of attachment: which items of a list of the owner come from resources of another type. */
interface Attachment {
  /** The owner's list property. */
  readonly property: string;
  readonly attachedBy: string;
  /** True if `item` of `owner`'s list is there because of `other`. */
  accounts(item: unknown, owner: Incarnation, other: Incarnation): boolean;
}

/** The live properties without what other resources of the stack attached and the template does not name itself. */
export function withoutAttachments(
  owner: Incarnation,
  live: Values,
  others: readonly Incarnation[],
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...live };
  for (const { property, attachedBy, accounts } of ATTACHMENTS[owner.typeName] ?? []) {
    const items: unknown = result[property];
    if (!Array.isArray(items)) continue;
    const named = listOf(owner.properties, property).map((item) => JSON.stringify(item));
    const names = new Set(listOf(owner.properties, property).map((item) => policyName(item)));
    result[property] = items.filter((item: unknown) => {
      if (named.includes(JSON.stringify(item))) return true;
      if (isRecord(item) && names.has(policyName(item)) && policyName(item) !== undefined) return true;
      return !others.some((other) => other.typeName === attachedBy && accounts(item, owner, other));
    });
  }
  return result;
}

const lists = (other: Incarnation, property: string, value: unknown): boolean =>
  listOf(other.properties, property).includes(value);

/** Policies of roles, users and groups, inline and attached. */
function entityAttachments(list: "Roles" | "Users" | "Groups"): Attachment[] {
  const entity = list.slice(0, -1);
  return [
    {
      property: "ManagedPolicyArns",
      attachedBy: "AWS::IAM::ManagedPolicy",
      accounts: (item, owner, other) => item === other.physicalId && lists(other, list, owner.physicalId),
    },
    {
      property: "Policies",
      attachedBy: "AWS::IAM::Policy",
      accounts: (item, owner, other) =>
        policyName(item) === other.properties["PolicyName"] && lists(other, list, owner.physicalId),
    },
    {
      property: "Policies",
      attachedBy: `AWS::IAM::${entity}Policy`,
      accounts: (item, owner, other) =>
        policyName(item) === other.properties["PolicyName"] && other.properties[`${entity}Name`] === owner.physicalId,
    },
  ];
}

const ATTACHMENTS: Readonly<Record<string, readonly Attachment[]>> = {
  "AWS::IAM::Group": entityAttachments("Groups"),
  "AWS::IAM::ManagedPolicy": (["Groups", "Roles", "Users"] as const).map((list) => ({
    property: list,
    attachedBy: `AWS::IAM::${list.slice(0, -1)}`,
    accounts: (item, owner, other) => item === other.physicalId && lists(other, "ManagedPolicyArns", owner.physicalId),
  })),
  "AWS::IAM::Role": entityAttachments("Roles"),
  "AWS::IAM::User": [
    ...entityAttachments("Users"),
    {
      property: "Groups",
      attachedBy: "AWS::IAM::UserToGroupAddition",
      accounts: (item, owner, other) =>
        item === other.properties["GroupName"] && lists(other, "Users", owner.physicalId),
    },
  ],
  "AWS::SNS::Topic": [
    {
      property: "Subscription",
      attachedBy: "AWS::SNS::Subscription",
      accounts: (item, owner, other) =>
        isRecord(item) &&
        other.properties["TopicArn"] === owner.physicalId &&
        other.properties["Endpoint"] === item["Endpoint"] &&
        other.properties["Protocol"] === item["Protocol"],
    },
  ],
};

function listOf(properties: Values, name: string): readonly unknown[] {
  const value = properties[name];
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function policyName(item: unknown): unknown {
  return isRecord(item) ? item["PolicyName"] : undefined;
}
