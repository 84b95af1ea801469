// Parameter names: their rules, their ARNs, and the selectors that may follow them. Pure.
// AWS: "Requirements and constraints for parameter names" in the user guide; PutParameter.

import { type Arn, formatArn, parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import { hierarchyTooDeep, parameterNotFound, reservedName, validation } from "./errors.ts";

// LIMIT: of the whole ARN, and of the parts between slashes.
const LONGEST_ARN = 1_011;
const DEEPEST = 15;
const NAME_RULE =
  "If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_";

/** An account and a region as an ARN has them: nobody has checked that there are such. */
interface ArnHome {
  readonly account: string;
  readonly region: string;
}

export function parameterArn(scope: ArnHome, name: string): string {
  return formatArn("ssm", scope.region, scope.account, `parameter/${name.replace(/^\//, "")}`);
}

/** Throws unless a parameter may get this name. */
export function requireName(name: string, scope: Scope): void {
  if (parameterArn(scope, name).length > LONGEST_ARN)
    throw validation(`The parameter name is longer than ${LONGEST_ARN} characters with its ARN.`);
  const isPath = name.startsWith("/");
  if (!isPath && name.includes("/")) throw validation("Parameter name must be a fully qualified name.");
  const levels = name.split("/").slice(isPath ? 1 : 0);
  const [first = ""] = levels;
  if (/^aws/i.test(first)) {
    if (isPath && levels.length > 1) throw reservedName(name);
    throw validation(`Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive). ${NAME_RULE}`);
  }
  if (/^ssm/i.test(first) || levels.some((level) => !/^[\w.-]+$/.test(level)))
    throw validation(`Parameter name: can't be prefixed with "ssm" (case-insensitive). ${NAME_RULE}`);
  if (levels.length > DEEPEST) throw hierarchyTooDeep();
}

/** Throws unless a hierarchy may be asked for by this path. */
export function requirePath(path: string): void {
  const levels = path.replace(/\/$/, "").split("/").slice(1);
  if (path.startsWith("/") && levels.every((level) => /^[\w.-]+$/.test(level))) return;
  throw validation(
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );
}

/** Which parameter, and which of its versions, a text means: "name", "name:3", "name:label", or an ARN of these. */
export interface Reference {
  readonly name: string;
  /** With its colon, as answers show it. */
  readonly selector?: string;
}

/** A reference as it is written; `home` is where an ARN says that its parameter is. */
export function splitReference(text: string): Reference & { readonly home?: ArnHome } {
  const arn = parseArn(text);
  const plain = arn === undefined ? text : nameOfArn(text, arn);
  const [name = "", ...selectors] = plain.split(":");
  return {
    name,
    ...(selectors.length === 0 ? {} : { selector: `:${selectors.join(":")}` }),
    ...(arn === undefined ? {} : { home: { account: arn.account, region: arn.region } }),
  };
}

/** A reference to a parameter of this account and region; throws for others, because no parameter is shared. */
export function parseReference(text: string, scope: Scope): Reference {
  const { home, ...reference } = splitReference(text);
  if (home !== undefined && (home.account !== scope.account || home.region !== scope.region)) throw parameterNotFound();
  return reference;
}

/** The name gets its leading slash back if it is a path. Other ARNs than a parameter's would be a second way to name it. */
function nameOfArn(text: string, { partition, service, resource }: Arn): string {
  const name = /^parameter\/(.+)$/s.exec(resource)?.[1];
  if (partition !== "aws" || service !== "ssm" || name === undefined)
    throw validation(`The parameter ARN is not valid: ${text}`);
  return name.includes("/") ? `/${name}` : name;
}
