// A pool as the issuer of tokens: for authorizers of APIs, identity pools and whoever else takes them.

import { parseArn } from "../../kernel/arns.ts";
import type { YardContext } from "../../service/context.ts";
import type { TokenIssuer } from "../../service/service.ts";
import { issuerOf } from "./auth/tokens.ts";
import { isRevoked, loadPool, loadPoolHome } from "./repo.ts";
import { findUser } from "./users/users.ts";

/** The issuer behind a pool's ARN or its address, the yard's or AWS's; undefined for what is no pool. */
export function tokenIssuer(name: string, yard: YardContext): TokenIssuer | undefined {
  const arn = parseArn(name);
  const poolId = arn === undefined ? poolIdIn(name, yard) : /^userpool\/(.+)$/.exec(arn.resource)?.[1];
  if (poolId === undefined || (arn !== undefined && arn.service !== "cognito-idp")) return undefined;
  const found = yard.store.read((tx) => {
    const scope = loadPoolHome(tx, poolId);
    const pool = scope && loadPool(tx, scope, poolId);
    return scope === undefined || pool === undefined ? undefined : { scope, pool };
  });
  if (found === undefined) return undefined;
  const { scope, pool } = found;
  if (arn !== undefined && (arn.account !== scope.account || arn.region !== scope.region)) return undefined;
  return {
    issuer: issuerOf(yard, pool),
    keys: [pool.signingKey.publicJwk],
    holds: (claims) =>
      yard.store.read((tx) => {
        const user = findUser(tx, scope, pool, String(claims["cognito:username"] ?? claims["username"]));
        return user?.isEnabled === true && !isRevoked(tx, scope, poolId, String(claims["origin_jti"]));
      }),
  };
}

/** AWS: a pool's tokens come from https://cognito-idp.REGION.amazonaws.com/POOL_ID, which is how identity pools name it. */
function poolIdIn(name: string, { origin }: YardContext): string | undefined {
  if (name.startsWith(`${origin}/`)) return name.slice(origin.length + 1);
  return /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/([\w-]+_[0-9a-zA-Z]+)$/.exec(name)?.[1];
}
