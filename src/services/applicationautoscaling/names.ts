// ARNs of scalable targets, policies and scheduled actions. Pure.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import type { ActionRecord, PolicyRecord, TargetKey } from "./records.ts";

export function targetArn({ region, account }: Scope, id: string): string {
  return formatArn("application-autoscaling", region, account, `scalable-target/${id}`);
}

/** The id of a target's ARN that is of this account and region; undefined for others. */
export function targetIdOf({ region, account }: Scope, arn: string): string | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "application-autoscaling" || parsed.region !== region || parsed.account !== account)
    return undefined;
  return /^scalable-target\/([a-zA-Z0-9-]+)$/.exec(parsed.resource)?.[1];
}

type Named = TargetKey & Pick<PolicyRecord, "id" | "name">;

/** AWS: PutScalingPolicy, PolicyARN: of the service "autoscaling". */
export function policyArn({ region, account }: Scope, { id, namespace, resourceId, name }: Named): string {
  const resource = `scalingPolicy:${id}:resource/${namespace}/${resourceId}:policyName/${name}`;
  return formatArn("autoscaling", region, account, resource);
}

/** The id of the policy that an ARN names; undefined for policies of EC2's groups and all else. */
export function policyIdOf(arn: string): string | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "autoscaling") return undefined;
  return /^scalingPolicy:([0-9a-f-]{36}):resource\//.exec(parsed.resource)?.[1];
}

export function actionArn(
  { region, account }: Scope,
  { id, namespace, resourceId, name }: TargetKey & Pick<ActionRecord, "id" | "name">,
): string {
  const resource = `scheduledAction:${id}:resource/${namespace}/${resourceId}:scheduledActionName/${name}`;
  return formatArn("autoscaling", region, account, resource);
}
