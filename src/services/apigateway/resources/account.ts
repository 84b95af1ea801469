// AWS::ApiGateway::Account.

import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { defined, textOf } from "./properties.ts";

/** The account's settings in the region: there is one, whichever stacks set it. Ref is a name of CloudFormation's. */
export const account: ResourceType = {
  typeName: "AWS::ApiGateway::Account",
  properties: ["CloudWatchRoleArn"],

  create: async (properties, context) => await set(context.generateName(), properties, context),

  async read(_physicalId, { aws }, known) {
    const { cloudwatchRoleArn } = await aws.apiGateway.getAccount({});
    // Settings are always there: it is the role that a template has that can be gone.
    if (cloudwatchRoleArn === undefined && known?.["CloudWatchRoleArn"] !== undefined) return undefined;
    return defined({ CloudWatchRoleArn: cloudwatchRoleArn });
  },

  attributesOf: (physicalId) => ({ Id: physicalId }),

  update: async (physicalId, properties, _previous, context) => await set(physicalId, properties, context),

  // AWS: deleting the resource leaves the account's role as it is.
  delete: () => Promise.resolve(),
};

async function set(physicalId: string, properties: Properties, { aws }: ResourceContext): Promise<ResourceState> {
  const value = textOf(properties, "CloudWatchRoleArn") ?? "";
  await aws.apiGateway.updateAccount({ patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value }] });
  return { physicalId, attributes: { Id: physicalId } };
}
