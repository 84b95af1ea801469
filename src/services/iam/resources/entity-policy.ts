// AWS::IAM::RolePolicy, AWS::IAM::UserPolicy and AWS::IAM::GroupPolicy: one inline policy of one entity.

import type { ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { groupPolicies, rolePolicies, userPolicies, type EntityPolicies } from "./entity-policies.ts";
import { alreadyExists, documentOf, ifThere, textOf } from "./properties.ts";

export const rolePolicyType = entityPolicyType("AWS::IAM::RolePolicy", "RoleName", (context) =>
  rolePolicies(context.aws.iam),
);
export const userPolicyType = entityPolicyType("AWS::IAM::UserPolicy", "UserName", (context) =>
  userPolicies(context.aws.iam),
);
export const groupPolicyType = entityPolicyType("AWS::IAM::GroupPolicy", "GroupName", (context) =>
  groupPolicies(context.aws.iam),
);

/**
 * The physical id is "POLICY|ENTITY", the two parts of the registry's identifier. There is no list: inline policies belong to
 * their entity, and are found with it, as in AWS's registry.
 */
function entityPolicyType(
  typeName: string,
  nameProperty: string,
  policiesOf: (context: ResourceContext) => EntityPolicies,
): ResourceType {
  return {
    typeName,
    properties: ["PolicyDocument", "PolicyName", nameProperty],

    async create(properties, context) {
      const entity = textOf(properties, nameProperty) ?? "";
      const policyName = textOf(properties, "PolicyName") ?? "";
      const document = documentOf(properties["PolicyDocument"]);
      const policies = policiesOf(context);
      const existing = await ifThere(() => policies.get(entity, policyName));
      // The same document is what an interrupted run left.
      if (existing !== undefined && decodeURIComponent(existing.PolicyDocument ?? "") !== document) {
        throw alreadyExists(typeName, `${policyName}|${entity}`);
      }
      await policies.put(entity, policyName, document);
      return { physicalId: `${policyName}|${entity}`, attributes: {} };
    },

    async read(physicalId, context) {
      const [policyName, entity] = split(physicalId);
      const found = await ifThere(() => policiesOf(context).get(entity, policyName));
      if (found === undefined) return undefined;
      return {
        PolicyName: policyName,
        [nameProperty]: entity,
        PolicyDocument: JSON.parse(decodeURIComponent(found.PolicyDocument ?? "{}")),
      };
    },

    async update(physicalId, properties, _previous, context) {
      const [policyName, entity] = split(physicalId);
      await policiesOf(context).put(entity, policyName, documentOf(properties["PolicyDocument"]));
      return { physicalId, attributes: {} };
    },

    async delete(physicalId, _properties, context) {
      const [policyName, entity] = split(physicalId);
      await ifThere(() => policiesOf(context).remove(entity, policyName));
    },
  };
}

/** Names of policies and entities have no "|". */
function split(physicalId: string): [policyName: string, entity: string] {
  const bar = physicalId.indexOf("|");
  return [physicalId.slice(0, bar), physicalId.slice(bar + 1)];
}
