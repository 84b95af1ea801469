// A bus's resource policy: the statements that PutPermission writes and RemovePermission takes away. Pure.

import type { Condition } from "@aws-sdk/client-eventbridge";
import { notFound } from "../errors.ts";

interface Statement {
  readonly Sid?: string;
}

/** What PutPermission grants. */
export interface Grant {
  readonly statementId: string;
  readonly action: string;
  /** An account, or "*" for everybody. */
  readonly principal: string;
  readonly condition?: Condition | undefined;
}

/** The policy with the grant, in the place of an earlier one of the same id. */
export function withGrant(policyText: string | undefined, busArn: string, grant: Grant): string {
  const { statementId, action, principal, condition } = grant;
  const statement = {
    Sid: statementId,
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { AWS: `arn:aws:iam::${principal}:root` },
    Action: action,
    Resource: busArn,
    ...(condition === undefined
      ? {}
      : { Condition: { [condition.Type ?? ""]: { [condition.Key ?? ""]: condition.Value } } }),
  };
  const others = statementsOf(policyText).filter(({ Sid }) => Sid !== statementId);
  return JSON.stringify({ Version: "2012-10-17", Statement: [...others, statement] });
}

/** The policy without a statement; undefined if none is left. */
export function withoutStatement(policyText: string | undefined, statementId: string): string | undefined {
  const statements = statementsOf(policyText);
  const others = statements.filter(({ Sid }) => Sid !== statementId);
  if (others.length === statements.length)
    throw notFound(policyText === undefined ? "EventBus" : "Statement with the provided id");
  return others.length === 0 ? undefined : JSON.stringify({ Version: "2012-10-17", Statement: others });
}

/** The statements of a policy; a sole one may stand without a list. */
export function statementsOf(policyText: string | undefined): readonly Statement[] {
  if (policyText === undefined) return [];
  const { Statement } = JSON.parse(policyText) as { readonly Statement: Statement | readonly Statement[] };
  return [Statement].flat();
}
