// AWS::CloudFormation::Macro: a name for a function that processes templates (../transforms/macro.ts). The stack's own record of the
// resource is all that there is of it.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { MACRO_TYPE } from "../transforms/macro.ts";

/** A macro. Ref is its name. */
export const macroType: ResourceType = {
  typeName: MACRO_TYPE,
  properties: ["Description", "FunctionName", "Name"],

  async create(properties: Properties, context: ResourceContext): Promise<ResourceState> {
    const name = String(properties["Name"]);
    // AWS: "The name of the macro must be unique in your AWS account and Region"; the wording is inferred.
    const owner = await ownerOf(name, context);
    if (owner !== undefined && (owner.StackId !== context.stackId || owner.LogicalResourceId !== context.logicalId))
      throw new AwsError({ code: "AlreadyExistsException", message: `Macro ${name} already exists` });
    return { physicalId: name, attributes: { Id: name } };
  },
  read: (_physicalId, _context, known = {}) => Promise.resolve(known),
  update: (physicalId) => Promise.resolve({ physicalId, attributes: { Id: physicalId } }),
  delete: () => Promise.resolve(),
};

async function ownerOf(
  name: string,
  context: ResourceContext,
): Promise<{ readonly StackId?: string | undefined; readonly LogicalResourceId?: string | undefined } | undefined> {
  try {
    const { StackResources = [] } = await context.aws.cloudFormation.describeStackResources({
      PhysicalResourceId: name,
    });
    return StackResources.find(
      ({ ResourceType: typeName, PhysicalResourceId: id }) => typeName === MACRO_TYPE && id === name,
    );
  } catch (error) {
    // Nobody has it.
    if (error instanceof AwsError && error.code === "ValidationError") return undefined;
    throw error;
  }
}
