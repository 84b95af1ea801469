// A pool as the issuer of tokens: for authorizers of APIs, which name it by its ARN or as the issuer that it is.

import { parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { YardContext } from "../../service/context.ts";
import type { TokenIssuer } from "../../service/service.ts";
import { issuerOf } from "./auth/tokens.ts";
import { loadPool, loadPoolHome } from "./repo.ts";

/** The issuer behind a pool's ARN, or its address, ours or AWS's; undefined for what is no pool. */
export function tokenIssuer(text: string, yard: YardContext): TokenIssuer | undefined {
  if (text.startsWith("http")) return issuerAt(text, yard);
  const arn = parseArn(text);
  const poolId = /^userpool\/(.+)$/.exec(arn?.resource ?? "")?.[1];
  if (arn?.service !== "cognito-idp" || poolId === undefined || !isRegion(arn.region)) return undefined;
  if (!/^\d{12}$/.test(arn.account)) return undefined;
  const scope = { account: parseAccountId(arn.account), region: arn.region };
  const pool = yard.store.read((tx) => loadPool(tx, scope, poolId));
  return pool && { issuer: issuerOf(yard, pool), keys: [pool.signingKey.publicJwk] };
}

/** Templates write https://cognito-idp.REGION.amazonaws.com/POOL_ID; clients of the yard see its own address. */
function issuerAt(url: string, yard: YardContext): TokenIssuer | undefined {
  const poolId =
    /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/([\w-]+)$/.exec(url)?.[1] ?? url.split("/").at(-1) ?? "";
  return yard.store.read((tx) => {
    const scope = loadPoolHome(tx, poolId);
    const pool = scope === undefined ? undefined : loadPool(tx, scope, poolId);
    if (pool === undefined || (!url.startsWith("https://cognito-idp.") && url !== issuerOf(yard, pool)))
      return undefined;
    return { issuer: issuerOf(yard, pool), keys: [pool.signingKey.publicJwk] };
  });
}
