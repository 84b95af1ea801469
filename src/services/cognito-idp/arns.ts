// The ARNs of pools in requests.

import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import { invalidParameter, poolNotFound } from "./errors.ts";

/** The pool that an ARN of this account and Region names; throws for any other. */
export function poolIdOfArn(text: string, { account, region }: Scope): string {
  const arn = parseArn(text);
  const poolId = /^userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(arn?.resource ?? "")?.[1];
  if (arn?.service !== "cognito-idp" || poolId === undefined) throw invalidParameter(`Invalid resource ARN: ${text}`);
  if (arn.account !== account || arn.region !== region) throw poolNotFound(poolId);
  return poolId;
}
