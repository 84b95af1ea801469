// Accounts that join, leave or move: told to services that act in an organization by themselves, as a job in the same transaction.

import type { YardContext } from "../../service/context.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { WriteTx } from "../../store/store.ts";
import type { OrganizationRecord } from "./records.ts";

/** AWS: "Enable or disable automatic deployments for StackSets": CloudFormation's job for it, by its kind. */
const AUTO_DEPLOY = "cloudformation/auto-deploy";

/** To be called where an account has come, gone or moved. */
export function membershipChanged(
  tx: WriteTx,
  { jobs }: Pick<YardContext, "jobs">,
  { managementAccount }: OrganizationRecord,
): void {
  // The organization is in no region; the job is for stack sets of all.
  const scope = { account: parseAccountId(managementAccount), region: parseRegion("us-east-1") };
  // One after the other: each looks at the organization as it is then.
  jobs.enqueue(tx, { ...scope, kind: AUTO_DEPLOY, payload: {}, lane: `${AUTO_DEPLOY}/${managementAccount}` });
}
