// Text messages of pools: published to SNS in the name of the role that the customer gave. AWS: "SMS message settings for Amazon Cognito
// user pools": the role trusts cognito-idp.amazonaws.com for an external id, and may publish to telephones.

import type { SmsConfigurationType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../../kernel/errors.ts";
import { parseRegion } from "../../../kernel/ids.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { withServiceRole } from "../../../service/role-sessions.ts";
import { assumeServiceRole, type ServiceRoleRequest } from "../../../service/service-role.ts";
import { codeDeliveryFailure, smsRoleAccess, smsRoleTrust } from "../errors.ts";
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
  const role = roleOf(scope, pool.poolId, settings);
  try {
    await withServiceRole(yard, role, (aws) => aws.sns.publish({ PhoneNumber, Message }));
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.status !== 403) throw codeDeliveryFailure(`The text message could not be sent: ${error.message}`);
    throw error.message.includes("sts:AssumeRole") ? smsRoleTrust() : smsRoleAccess();
  }
}

/**
 * Throws InvalidSmsRoleTrustRelationshipException for a role that Cognito may not assume. AWS: CreateUserPool: looked at when the role is given.
 * DEVIATION: what the role may do is found when the first message is sent; AWS looks at that, too, before.
 */
export async function requireSmsRole(
  yard: YardContext,
  scope: Scope,
  poolId: string,
  settings: SmsConfigurationType | undefined,
): Promise<void> {
  if (settings?.SnsCallerArn === undefined) return;
  try {
    await assumeServiceRole(yard, roleOf(scope, poolId, settings));
  } catch (error) {
    if (error instanceof AwsError && error.status === 403) throw smsRoleTrust();
    throw error;
  }
}

function roleOf(scope: Scope, poolId: string, settings: SmsConfigurationType): ServiceRoleRequest {
  const { SnsCallerArn: roleArn = "", ExternalId: externalId, SnsRegion: region } = settings;
  return {
    service: "cognito-idp.amazonaws.com",
    roleArn,
    sessionName: "CognitoSmsSender",
    sourceArn: poolArn(scope, poolId),
    ...(externalId !== undefined && { externalId }),
    // AWS: SnsRegion: where the messages are sent from; by default the pool's own Region.
    scope: region === undefined ? scope : { ...scope, region: parseRegion(region) },
  };
}
