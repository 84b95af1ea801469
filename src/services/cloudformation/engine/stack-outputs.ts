// Reads the outputs of other stacks for Fn::GetStackOutput, in any region, and in other accounts by a role there.
// AWS: Template Reference, "Fn::GetStackOutput": the reader needs cloudformation:DescribeStacks; the role must let the stack's own role assume it.

import type { Principal } from "../../../iam/principal.ts";
import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { isRegion, parseAccountId } from "../../../kernel/ids.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { assumeRoleAs } from "../../../service/service-role.ts";
import { validationError } from "../errors.ts";
import type { StackOutputRequest } from "../template/stack-output.ts";

/** Resolves to an output's value; rejects with a ValidationError where it cannot be read. */
export type StackOutputReader = (request: StackOutputRequest) => Promise<string>;

/** Reads as `principal`, which is asked for once something is to be read. */
export function stackOutputReader(
  yard: YardContext,
  { account, region }: Scope,
  principal: () => Principal | Promise<Principal>,
): StackOutputReader {
  return async (request) => {
    const { stackName, outputName, roleArn } = request;
    try {
      const own = await principal();
      const place = { account, region: requireRegion(request.region ?? region) };
      const caller =
        roleArn === undefined
          ? own
          : (await assumeRoleAs(yard, own, place, { RoleArn: roleArn, RoleSessionName: "AWSCloudFormation" }))
              .principal;
      const owner = roleArn === undefined ? account : parseArn(roleArn)?.account;
      const where = { ...place, account: owner === undefined ? account : parseAccountId(owner) };
      const { Stacks } = await yard.as(caller, where).cloudFormation.describeStacks({ StackName: stackName });
      const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === outputName);
      if (output?.OutputValue !== undefined) return output.OutputValue;
    } catch (error) {
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      // AWS: that the operation fails is documented, the wordings of these two are inferred.
      throw validationError(
        `Template error: Fn::GetStackOutput cannot read output ${outputName} of stack ${stackName}: ${error.message}`,
      );
    }
    throw validationError(`Template error: Fn::GetStackOutput found no output ${outputName} in stack ${stackName}`);
  };
}

function requireRegion(text: string): Scope["region"] {
  // AWS: the wording is inferred.
  if (!isRegion(text)) throw validationError(`Template error: ${text} is not a valid region`);
  return text;
}
