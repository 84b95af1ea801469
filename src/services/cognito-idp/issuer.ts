// A pool as the issuer of tokens: for authorizers of APIs.

import { parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { YardContext } from "../../service/context.ts";
import type { TokenIssuer } from "../../service/service.ts";
import { issuerOf } from "./auth/tokens.ts";
import { loadPool } from "./repo.ts";

/** The issuer behind a pool's ARN; undefined for what is no pool. */
export function tokenIssuer(text: string, yard: YardContext): TokenIssuer | undefined {
  const arn = parseArn(text);
  const poolId = /^userpool\/(.+)$/.exec(arn?.resource ?? "")?.[1];
  if (arn?.service !== "cognito-idp" || poolId === undefined || !isRegion(arn.region)) return undefined;
  if (!/^\d{12}$/.test(arn.account)) return undefined;
  const scope = { account: parseAccountId(arn.account), region: arn.region };
  const pool = yard.store.read((tx) => loadPool(tx, scope, poolId));
  return pool && { issuer: issuerOf(yard, pool), keys: [pool.signingKey.publicJwk] };
}
