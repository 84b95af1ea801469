// The ARNs of pipes.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";

export function pipeArn({ account, region }: Scope, name: string): string {
  return formatArn("pipes", region, account, `pipe/${name}`);
}

/** The pipe of an ARN; undefined for other texts. */
export function parsePipeArn(arn: string): { scope: Scope; name: string } | undefined {
  const parts = parseArn(arn);
  const name = /^pipe\/([.\-\w]+)$/.exec(parts?.resource ?? "")?.[1];
  if (parts?.partition !== "aws" || parts.service !== "pipes" || name === undefined) return undefined;
  if (!/^\d{12}$/.test(parts.account) || !isRegion(parts.region)) return undefined;
  return { scope: { account: parseAccountId(parts.account), region: parts.region }, name };
}
