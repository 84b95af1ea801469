// DescribeOrganizationsAccess.

import type {
  DescribeOrganizationsAccessCommandInput,
  DescribeOrganizationsAccessCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { invalidOperation } from "../errors.ts";
import { administratorOf } from "../find.ts";
import { isTrusted, managementAccountOf } from "../organization.ts";

/** Tells whether the organization trusts StackSets. */
export const describeOrganizationsAccess = defineOperation<
  Input<DescribeOrganizationsAccessCommandInput>,
  DescribeOrganizationsAccessCommandOutput
>("DescribeOrganizationsAccess", async ({ CallAs }, context) => {
  const administrator = await administratorOf(context, CallAs);
  const management = await managementAccountOf(context, administrator);
  // The wording is inferred.
  if (management !== administrator.account)
    throw invalidOperation("You must be the management account or delegated admin account of an organization.");
  return { Status: (await isTrusted(context, administrator)) ? "ENABLED" : "DISABLED" };
});
