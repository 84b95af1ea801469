// Names and ARNs of functions, versions and aliases. Pure.
// AWS: "CreateFunction", FunctionName: a name, a partial ARN (ACCOUNT:function:NAME) or an ARN, each with a qualifier.

import { formatArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import { functionsOnly, invalidParameter, otherRegion } from "./errors.ts";

/** Which function a request means, and which version or alias of it. */
export interface FunctionReference {
  readonly scope: Scope;
  readonly name: string;
  /** A version's number, an alias, or "$LATEST"; undefined if the request does not say. */
  readonly qualifier?: string;
}

export const LATEST = "$LATEST";

const FORM =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_.]+?)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** Reads a FunctionName and a Qualifier as operations take them; throws for a contradiction or another region. */
export function parseFunctionName(text: string, here: Scope, qualifier?: string): FunctionReference {
  const match = FORM.exec(text);
  if (match === null) throw invalidParameter(`Invalid function name: ${text}`);
  const [, region, account, name = "", own] = match;
  if (region !== undefined && region !== here.region) throw otherRegion(region, here.region);
  if (own !== undefined && qualifier !== undefined && own !== qualifier)
    throw invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
  const scope = account === undefined ? here : { account: parseAccountId(account), region: here.region };
  const wanted = own ?? qualifier;
  return { scope, name, ...(wanted === undefined ? {} : { qualifier: wanted }) };
}

/** As parseFunctionName, for settings that only functions as a whole have. */
export function parseWholeFunctionName(text: string, here: Scope): FunctionReference {
  const reference = parseFunctionName(text, here);
  if (reference.qualifier !== undefined) throw functionsOnly();
  return reference;
}

/** The ARN of a function, or of a version or alias of it. */
export function functionArn(scope: Scope, name: string, qualifier?: string): string {
  const suffix = qualifier === undefined ? "" : `:${qualifier}`;
  return formatArn("lambda", scope.region, scope.account, `function:${name}${suffix}`);
}

/** The ARN that a reference stands for. */
export function referenceArn(reference: FunctionReference): string {
  return functionArn(reference.scope, reference.name, reference.qualifier);
}

export function mappingArn(scope: Scope, uuid: string): string {
  return formatArn("lambda", scope.region, scope.account, `event-source-mapping:${uuid}`);
}

/**
 * Reads a function's ARN back; undefined for anything else, also for other partitions': permissions are asked on the
 * ARN as it was sent.
 */
export function parseFunctionArn(arn: string): FunctionReference | undefined {
  const match = /^arn:aws:lambda:([a-z0-9-]+):(\d{12}):function:([a-zA-Z0-9-_]+)(?::([$a-zA-Z0-9-_]+))?$/.exec(arn);
  if (match === null) return undefined;
  const [, region = "", account = "", name = "", qualifier] = match;
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  return { scope, name, ...(qualifier === undefined ? {} : { qualifier }) };
}

/** Whether a qualifier names a published version. */
export function isVersionNumber(qualifier: string): boolean {
  return /^\d+$/.test(qualifier);
}
