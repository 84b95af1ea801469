// Which log groups a request to query means. Pure. AWS: StartQuery: exactly one of three members.

import { parseArn } from "../../../kernel/arns.ts";
import type { Scope } from "../../../service/context.ts";
import { invalidParameter, logGroupNotFound } from "../errors.ts";
import { parseGroupIdentifier } from "../log-group.ts";

/** LIMIT: AWS: StartQuery: log groups of one query. */
const MOST_GROUPS = 50;

export interface QueriedGroups {
  readonly logGroupName?: string | undefined;
  readonly logGroupNames?: readonly string[] | undefined;
  readonly logGroupIdentifiers?: readonly string[] | undefined;
}

/** Their names; throws InvalidParameterException, and ResourceNotFoundException for groups of other accounts. */
export function queriedGroups(
  { logGroupName, logGroupNames, logGroupIdentifiers }: QueriedGroups,
  scope: Scope,
): readonly string[] {
  const given = [logGroupName, logGroupNames, logGroupIdentifiers].filter((each) => each !== undefined);
  if (given.length !== 1)
    throw invalidParameter("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.");
  const names =
    logGroupName === undefined
      ? (logGroupNames ?? logGroupIdentifiers?.map((each) => ownGroup(each, scope)) ?? [])
      : [logGroupName];
  if (names.length === 0 || names.length > MOST_GROUPS)
    throw invalidParameter(`A query needs between 1 and ${MOST_GROUPS} log groups.`);
  return [...new Set(names)];
}

/** All that a request names, whatever is wrong with it: for its permissions. */
export function namedGroups({ logGroupName, logGroupNames, logGroupIdentifiers }: QueriedGroups): readonly string[] {
  const names = [
    logGroupName ?? [],
    logGroupNames ?? [],
    logGroupIdentifiers?.map((each) => nameOf(each)) ?? [],
  ].flat();
  return names.length === 0 ? [""] : names;
}

function nameOf(identifier: string): string {
  return /^log-group:([^:]+)/.exec(parseArn(identifier)?.resource ?? "")?.[1] ?? identifier;
}

/** DEVIATION: log groups of linked accounts are not there. */
function ownGroup(identifier: string, { account, region }: Scope): string {
  const arn = parseArn(identifier);
  if (arn !== undefined && (arn.account !== account || arn.region !== region)) throw logGroupNotFound();
  return parseGroupIdentifier(identifier);
}
