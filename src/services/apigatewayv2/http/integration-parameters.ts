// What parameters an integration of an HTTP API may have. AWS: "Transform API requests and responses for HTTP APIs in API Gateway",
// "AWS service integration subtype reference". Pure.

import { badRequest } from "../errors.ts";
import type { IntegrationRecord } from "../records.ts";
import { SUBTYPES } from "./subtypes.ts";

type Texts = Readonly<Record<string, string>>;

/** AWS: "Reserved headers": mappings do not change them. */
const RESERVED_HEADER =
  /^(?:access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/i;

/** "append:header.name" and the like, taken apart; undefined for what is no mapping. */
export function parseMappingKey(
  key: string,
): { readonly action: string; readonly location: string; readonly name: string | undefined } | undefined {
  const [, action, location, name] =
    /^(append|overwrite|remove):(header|querystring)\.(.+)$/.exec(key) ??
    /^(overwrite):(path|statuscode)$/.exec(key) ??
    [];
  return action === undefined || location === undefined ? undefined : { action, location, name };
}

/** Checked parameters of requests: mappings, or what an AWS service's operation is given. */
export function requestParametersOf(
  subtype: string | undefined,
  parameters: Texts,
  credentialsArn: string | undefined,
): Pick<IntegrationRecord, "requestParameters"> {
  const known = subtype === undefined ? undefined : SUBTYPES[subtype]?.parameters;
  if (known === undefined) {
    for (const key of Object.keys(parameters)) requireMapping(key, ["header", "querystring", "path"]);
  } else {
    if (credentialsArn === undefined)
      throw badRequest(`CredentialsArn is required for the integration subtype ${subtype}`);
    const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(known, name));
    if (unknown !== undefined)
      throw badRequest(`The parameter ${unknown} is not supported by the integration subtype ${subtype}`);
    const missing = Object.entries(known).find(
      ([name, { isRequired }]) => isRequired && parameters[name] === undefined,
    );
    if (missing !== undefined)
      throw badRequest(`The parameter ${missing[0]} is required by the integration subtype ${subtype}`);
  }
  return Object.keys(parameters).length === 0 ? {} : { requestParameters: parameters };
}

/** Checked parameters of responses, by status. */
export function responseParametersOf(
  parameters: Readonly<Record<string, Texts>>,
): Pick<IntegrationRecord, "responseParameters"> {
  for (const [status, mappings] of Object.entries(parameters)) {
    if (!/^[2-5]\d\d$/.test(status))
      throw badRequest(`Invalid status code ${status} specified: it must be from 200 to 599`);
    for (const key of Object.keys(mappings)) requireMapping(key, ["header", "statuscode"]);
  }
  return Object.keys(parameters).length === 0 ? {} : { responseParameters: parameters };
}

function requireMapping(key: string, locations: readonly string[]): void {
  const { location, name } = parseMappingKey(key) ?? {};
  if (location === undefined || !locations.includes(location))
    throw badRequest(`Invalid mapping expression specified: ${key}`);
  if (location === "header" && RESERVED_HEADER.test(String(name)))
    throw badRequest(`Operations on header ${String(name)} are restricted`);
}
