// The role in whose name a state machine does its work: checked when it is given.
// AWS: developer guide, "Creating an IAM role for your state machine", and the messages that the service answers.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Context } from "../../service/context.ts";
import { assumeServiceRole, type ServiceRole } from "../../service/service-role.ts";
import { foreignRole, invalidRoleArn, roleNotAssumable } from "./errors.ts";

/** The principal as which roles are assumed. */
const STATES = "states.amazonaws.com";

/** All services as the role; throws unless Step Functions may assume it for this machine. */
export async function requireRole(context: Context, roleArn: string, machineArn: string): Promise<AwsApis> {
  const parsed = parseArn(roleArn);
  if (parsed?.service !== "iam" || !parsed.resource.startsWith("role/")) throw invalidRoleArn(roleArn);
  if (parsed.account !== context.account) throw foreignRole();
  const role =
    (await assume(context, STATES, roleArn, machineArn)) ??
    (await assume(context, `states.${context.region}.amazonaws.com`, roleArn, machineArn));
  if (role === undefined) throw roleNotAssumable();
  return context.as(role.principal, context);
}

async function assume(
  context: Context,
  service: string,
  roleArn: string,
  sourceArn: string,
): Promise<ServiceRole | undefined> {
  try {
    return await assumeServiceRole(context, { service, roleArn, sessionName: "validation", sourceArn, scope: context });
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
