// Gateway responses: what API Gateway itself answers, by type. A type that the customer has not set takes what the customer has set for
// DEFAULT_4XX or DEFAULT_5XX, and else AWS's own.

import type { GatewayResponse, GatewayResponseType, PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest, notFound } from "./errors.ts";
import {
  asText,
  entry,
  NO_CONTENT_TYPE,
  NO_PARAMETER,
  patched,
  PLAIN,
  type PatchRule,
  text,
  type Wording,
} from "./patches/patch.ts";
import type { GatewayResponseRecord, Texts } from "./records.ts";

/** AWS: recorded: each type's status; the defaults have none. */
const STATUS: Readonly<Record<GatewayResponseType, string | undefined>> = {
  ACCESS_DENIED: "403",
  API_CONFIGURATION_ERROR: "500",
  AUTHORIZER_CONFIGURATION_ERROR: "500",
  AUTHORIZER_FAILURE: "500",
  BAD_REQUEST_BODY: "400",
  BAD_REQUEST_PARAMETERS: "400",
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: "403",
  INTEGRATION_FAILURE: "504",
  INTEGRATION_TIMEOUT: "504",
  INVALID_API_KEY: "403",
  INVALID_SIGNATURE: "403",
  MISSING_AUTHENTICATION_TOKEN: "403",
  QUOTA_EXCEEDED: "429",
  REQUEST_TOO_LARGE: "413",
  RESOURCE_NOT_FOUND: "404",
  THROTTLED: "429",
  UNAUTHORIZED: "401",
  UNSUPPORTED_MEDIA_TYPE: "415",
  WAF_FILTERED: "403",
};

/** All types, in the order in which AWS lists them. */
export const GATEWAY_RESPONSE_TYPES = Object.keys(STATUS) as readonly GatewayResponseType[];

/** AWS: recorded. */
const DEFAULT_TEMPLATES: Texts = { "application/json": '{"message":$context.error.messageString}' };

/** A gateway response as it is answered: with its status (undefined: the error's own), headers and templates. */
export interface EffectiveGatewayResponse {
  readonly responseType: GatewayResponseType;
  readonly statusCode: string | undefined;
  readonly responseParameters: Texts;
  readonly responseTemplates: Texts;
  /** Not set by the customer for this very type. */
  readonly defaultResponse: boolean;
}

/** What is answered for a type. AWS: recorded: what was set of a type stands alone; what was not set follows the defaults of its class. */
export function effectiveResponse(
  responses: readonly GatewayResponseRecord[],
  responseType: GatewayResponseType,
): EffectiveGatewayResponse {
  const own = responses.find((response) => response.responseType === responseType);
  const status = STATUS[responseType];
  const family = status?.startsWith("5") === true ? "DEFAULT_5XX" : "DEFAULT_4XX";
  const source = own ?? responses.find((response) => response.responseType === family);
  return {
    responseType,
    statusCode: source?.statusCode ?? status,
    responseParameters: source?.responseParameters ?? {},
    responseTemplates: source?.responseTemplates ?? DEFAULT_TEMPLATES,
    defaultResponse: own === undefined,
  };
}

/** As the API shows it. */
export function gatewayResponseShape({
  responseParameters,
  responseTemplates,
  ...rest
}: EffectiveGatewayResponse): GatewayResponse {
  return { ...rest, responseParameters: { ...responseParameters }, responseTemplates: { ...responseTemplates } };
}

export function parseResponseType(text: string): GatewayResponseType {
  const found = GATEWAY_RESPONSE_TYPES.find((type) => type === text);
  if (found === undefined) throw badRequest(`Invalid gateway response type specified: ${text}`);
  return found;
}

/** Refuses headers and templates that are none. AWS: recorded for empty values. */
export function requireGatewayResponseIsSound({
  responseParameters,
  responseTemplates,
  statusCode,
}: GatewayResponseRecord): void {
  for (const [key, value] of Object.entries(responseParameters ?? {})) {
    if (value === "") throw badRequest("Invalid null or empty value in responseParameters");
    if (!/^gatewayresponse\.header\..+$/.test(key)) throw badRequest(`Invalid response parameter key: ${key}`);
    if (
      !/^('.*'|method\.request\.(header|querystring|path|multivalueheader|multivaluequerystring)\..+|context\..+|stageVariables\..+)$/s.test(
        value,
      )
    )
      throw badRequest(`Invalid response parameter value: ${value}`);
  }
  for (const value of Object.values(responseTemplates ?? {}))
    if (value === "") throw badRequest("Invalid null or empty value in responseTemplates");
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) throw badRequest("Invalid status code specified");
}

const RULES: readonly PatchRule<GatewayResponseRecord>[] = [
  text<GatewayResponseRecord, "statusCode">("statusCode"),
  entry<GatewayResponseRecord, "responseParameters", string>("responseParameters", {
    parse: asText,
    missing: NO_PARAMETER,
  }),
  entry<GatewayResponseRecord, "responseTemplates", string>("responseTemplates", {
    parse: asText,
    missing: NO_CONTENT_TYPE,
  }),
];

/** AWS: recorded: an operation that a path does not take is worded as an unknown path. */
const WORDING: Wording<never> = { ...PLAIN, unknownOp: (change, _rule, rules) => PLAIN.unknownPath(change, rules) };

/** The gateway response after a patch; one that was not set begins with nothing. */
export function patchedGatewayResponse(
  response: GatewayResponseRecord,
  operations: readonly PatchOperation[] | undefined,
): GatewayResponseRecord {
  const changed = patched(response, operations, RULES, WORDING);
  requireGatewayResponseIsSound(changed);
  return changed;
}

/** AWS: recorded. */
export function notDefined(): Error {
  return notFound("Gateway response type not defined on api");
}
