// Text messages of pools: published to SNS in the name of the role that the customer gave. AWS: "SMS message settings for Amazon Cognito
// user pools": the role trusts cognito-idp.amazonaws.com for an external id, and may publish to telephones.

import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { withServiceRole } from "../../../service/role-sessions.ts";
import { smsRoleAccess, smsRoleTrust } from "../errors.ts";
import { poolArn } from "../pools.ts";
import type { PoolRecord } from "../records.ts";

/** Sends a message. False where the pool has no role: it has no way to telephones then. */
export async function sendTextMessage(
  yard: YardContext,
  { scope, pool }: { readonly scope: Scope; readonly pool: PoolRecord },
  PhoneNumber: string,
  Message: string,
): Promise<boolean> {
  const { SmsConfiguration: settings } = pool.settings;
  if (settings?.SnsCallerArn === undefined) return false;
  const role = {
    service: "cognito-idp.amazonaws.com",
    roleArn: settings.SnsCallerArn,
    sessionName: "CognitoSmsSender",
    sourceArn: poolArn(scope, pool.poolId),
    ...(settings.ExternalId !== undefined && { externalId: settings.ExternalId }),
    // AWS: SnsRegion: where the messages are sent from; by default the pool's own Region.
    scope,
  };
  try {
    await withServiceRole(yard, role, (aws) => aws.sns.publish({ PhoneNumber, Message }));
    return true;
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 403) throw error;
    throw error.message.includes("sts:AssumeRole") ? smsRoleTrust() : smsRoleAccess();
  }
}
