// Whether Firehose can act as the roles that a request names. AWS: CreateDeliveryStream and UpdateDestination refuse those it
// cannot assume; the wording is recorded (cdkd's integration tests).

import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import { assumeServiceRole } from "../../service/service-role.ts";
import { invalidArgument } from "./errors.ts";
import { roleRequest } from "./roles.ts";

/** Throws InvalidArgumentException unless Firehose may assume each of the roles for this stream. */
export async function requireRoles(
  context: Context,
  streamName: string,
  roleArns: readonly (string | undefined)[],
): Promise<void> {
  for (const roleArn of new Set(roleArns)) {
    if (roleArn === undefined) continue;
    try {
      await assumeServiceRole(context, roleRequest(context, streamName, roleArn));
    } catch (error) {
      if (!(error instanceof AwsError) || error.fault === "server") throw error;
      throw invalidArgument(`Firehose is unable to assume role ${roleArn}. Please check the role provided.`);
    }
  }
}
