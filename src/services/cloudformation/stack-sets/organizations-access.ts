// Trusted access of StackSets to an organization, switched by its management account.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { invalidOperation } from "./errors.ts";
import { managementAccountOf, MEMBER_SERVICE } from "./organization.ts";

/** Changes it as the caller, who needs Organizations' permission for it. The wordings are inferred. */
export async function changeAccess(
  context: Context,
  change: (api: AwsApis["organizations"], servicePrincipal: string) => Promise<unknown>,
): Promise<void> {
  const { account, region } = context;
  const management = await managementAccountOf(context, { account, region });
  if (management === undefined) throw invalidOperation("Your account is not a member of an organization.");
  if (management !== account)
    throw invalidOperation("You must be the management account of an organization to change organizations access.");
  try {
    await change(context.aws.organizations, MEMBER_SERVICE);
  } catch (error) {
    if (error instanceof AwsError && error.code === "AccessDeniedException") throw invalidOperation(error.message);
    throw error;
  }
}
